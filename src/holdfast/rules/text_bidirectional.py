"""The text holds control characters that make it read in another order than it is stored.

With them a line of code shows one thing to a reviewer and another to a compiler ("Trojan Source"). Words
of a language that is written from right to left need none of them; the marks U+200E and U+200F, which
change nothing beyond themselves, are left alone. Every line that holds a control is named.

```document
# Cache

Access is given to \u202enimda\u2066.
```

```verdict
3:20 U+202E right-to-left override: what is shown is not the order of the text; 2 in this line
```
"""

import re
from unicodedata import name

from holdfast.binding.document import Document
from holdfast.model.obligation import obligation
from holdfast.model.span import Span
from holdfast.model.verdict import Report
from holdfast.patterns import pattern

OBLIGATION = obligation("E E E E E E")
_CONTROL = pattern(rb"\xe2(?:\x80[\xaa-\xae]|\x81[\xa6-\xa9])")
"""U+202A to U+202E, and U+2066 to U+2069."""


def judge(document: Document, report: Report) -> None:
    """Report the first control of every line that has one."""
    parse = document.parse
    if parse.source.isascii():
        return
    lines: dict[int, list[re.Match[bytes]]] = {}
    for found in _CONTROL.finditer(parse.source):
        lines.setdefault(parse.line(found.start()), []).append(found)
    for controls in lines.values():
        first = controls[0]
        char = first[0].decode()
        more = f"; {len(controls)} in this line" if len(controls) > 1 else ""
        report(
            Span(first.start(), first.end()),
            f"U+{ord(char):04X} {name(char).lower()}: what is shown is not the order of the text{more}",
            "remove it; write it as an escape where the text is about it",
        )
