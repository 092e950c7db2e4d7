"""What a template is called."""

import re

from holdfast.markdown.plain import key, slug

TEMPLATE_WORDS = "template|vorlage|plantilla|sjabloon|szablon|шаблон|模板|テンプレート"
"""What the files of templates are called, as a pattern."""


def template_name(path: str) -> str:
    """Name a template after its file, or its folder where the file says nothing: ``eip``, ``design``, ``kep``."""
    parts = path.split("/")
    stem = re.sub(r"\.(?:md|markdown|mdx)$", "", parts[-1], flags=re.IGNORECASE)
    for word in (stem, *reversed(parts[:-1])):
        name = re.sub(
            rf"(?i)^[0-9nx]{{2,}}[-_]|^_+|[-_ ]?(?:{TEMPLATE_WORDS})s?[-_ ]?|^readme$|^index$", "", word
        ).strip("-_ .")
        if name and key(name) not in ("docs", "doc", "x", "text"):
            return slug(name)
    return "template"
