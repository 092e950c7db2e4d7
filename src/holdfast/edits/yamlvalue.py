"""A text as a YAML scalar that reads back as this very text."""

import json
import re

_PLAIN = re.compile(r"[^\W_](?:[^\n:#\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]|:(?=[^\s])|(?<=[^\s])#)*\Z")
_WORD = re.compile(r"(?:true|false|yes|no|on|off|y|n|null|nan|inf)\Z", re.IGNORECASE)
_NUMBER = re.compile(r"[\d_.,:eExXoO+a-fA-F]+\Z")
"""Whatever some reader may take for a number, a time or a version of one."""
_DATE = re.compile(r"\d{4}-\d\d-\d\d\Z")


def yaml_scalar(text: str) -> str:
    """Return a printable text of one line as YAML: bare where that is safe, else in quotes.

    A day, ``2025-01-31``, stays bare, as people and templates write it, though YAML has a type for it.
    """
    if _DATE.match(text):
        return text
    bare = _PLAIN.match(text) and text == text.strip() and not _WORD.match(text)
    if bare and not (_NUMBER.match(text) and text[0] in "0123456789"):
        return text
    if '"' in text and "\\" not in text:
        return "'" + text.replace("'", "''") + "'"
    return json.dumps(text, ensure_ascii=False)
