"""The file holds bytes that are no valid UTF-8.

Browsers and editors show them as boxes, each in its own way. Everything else about the file is
checked all the same, and a fix leaves these bytes as they are.

```verdict
```
"""

from holdfast.binding.document import Document
from holdfast.model.obligation import obligation
from holdfast.model.span import Span
from holdfast.model.verdict import Report

OBLIGATION = obligation("W W W W")


def judge(document: Document, report: Report) -> None:
    """Report the first bad byte."""
    if document.parse.valid:
        return
    source = document.parse.source
    try:
        source.decode()
    except UnicodeDecodeError as error:
        byte = source[error.start]
        report(Span(error.start, error.start + 1), f"byte 0x{byte:02x} is no valid UTF-8", "save the file as UTF-8")
