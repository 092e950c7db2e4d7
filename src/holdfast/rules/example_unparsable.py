"""An example in Python, JSON, TOML or YAML does not parse.

Whoever copies it gets an error before anything has run. What examples leave out is let pass: they may begin
in the middle, end before the body of a function, and write `...`, `…` or `<name>` for the rest;
comments in JSON, an older or a newer Python, sessions with `>>>` and top-level `await` are fine as well. A
block whose info string says `ignore`, `skip`, `notest`, `invalid` or the like is not judged.

````template
# [Title]

## API

[How it is used]
````

````document
# Cache

## API

```python
cache = Cache(size=10
cache.get("key")
```

```json
{"size": 10, "age": }
```

```python ignore
cache = Cache(
```
````

```verdict
6:14 this Python does not parse: '(' was never closed
11:21 this JSON does not parse: Expecting value
```
"""

from holdfast.binding.document import Document
from holdfast.binding.snippets import snippet
from holdfast.binding.syntax import LANGUAGES, syntax_fault
from holdfast.model.obligation import obligation
from holdfast.model.span import Span
from holdfast.model.verdict import Report
from holdfast.template.content import fence_language

OBLIGATION = obligation("W E E -")
LIVING = True
_NAMES = {"json": "JSON", "toml": "TOML", "yaml": "YAML", "yml": "YAML"}


def judge(document: Document, report: Report) -> None:
    """Parse every code block in one of the languages that can be judged."""
    parse = document.parse
    for block in parse.blocks:
        if block[0] != "fence" or fence_language(block.data) not in LANGUAGES:
            continue
        code = snippet(parse, block)
        found = syntax_fault(code.language, code.lines) if code else None
        if code and found:
            start = code.offset(found.line, found.column)
            end = max(start, code.offset(found.line, len(code.lines[found.line])))
            name = _NAMES.get(code.language, "Python")
            message = found.message[:100].split("\n", 1)[0]
            remedy = f"mend it, or add `ignore` behind ```{block.data.split()[0].strip('{}.')} where it is not meant to parse"
            report(Span(start, end), f"this {name} does not parse: {message}", remedy)
