"""Formulas as MathML, which browsers draw themselves; what cannot be read is shown as it is written."""

import re
from html import escape

from holdfast.web.allowed import cleaned_math

_LONGEST = 2000
_DEEPEST = 200
_MATHS = re.compile(r"[\\^_{}=<>]|^\s*[A-Za-z]\s*$")
"""What makes a formula of a text between dollars: prices are none."""


def formula(text: str, *, display: bool) -> str:
    """Return a formula of LaTeX as HTML."""
    dollars = "$$" if display else "$"
    if not display and not _MATHS.search(text):
        return escape(f"{dollars}{text}{dollars}", quote=False)
    written = f'<code class="formula">{escape(text, quote=False)}</code>'
    if len(text) > _LONGEST or text.count("{") > _DEEPEST:
        return written
    try:
        from latex2mathml.converter import convert

        # The converter does not escape what stands in \text{}.
        made = convert(text.replace("&lt;", "<"), display="block" if display else "inline")
    except Exception:  # Each kind of mistake in a formula is an exception of its own there.
        return written
    return cleaned_math(made)
