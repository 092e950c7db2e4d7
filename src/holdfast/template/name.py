"""What a template is called."""

import re

from holdfast.markdown.plain import key, slug
from holdfast.patterns import pattern

TEMPLATE_WORDS = "template|vorlage|plantilla|sjabloon|szablon|шаблон|模板|テンプレート"
"""What the files of templates are called, as a pattern."""
MODEL_WORDS = "modelo|mod[eè]le|modello|gabarit"
"""What they are called where the word means a model of anything as well."""
_NO_NAME = pattern(
    rf"^[0-9nx]{{2,}}[-_]|^_+|[-_ ]?(?:{TEMPLATE_WORDS}|{MODEL_WORDS})s?[-_ ]?|(?<=[a-z])[-_ ]?0{{2,5}}(?=[-_ ]|$)|(?:^|[-_ ])(?:sample|example)(?=[-_ ]|$)|^readme$|^index$",
    re.IGNORECASE,
)


def template_name(path: str) -> str:
    """Name a template after its file, or its folder where the file says nothing: ``eip``, ``design``, ``kep``."""
    parts = path.split("/")
    stem = re.sub(r"\.(?:md|markdown|mdx)$", "", parts[-1], flags=re.IGNORECASE)
    for word in (stem, *reversed(parts[:-1])):
        name = _NO_NAME.sub("", word).strip("-_ .")
        if name and key(name) not in ("docs", "doc", "x", "text"):
            return slug(name)
    return "template"
