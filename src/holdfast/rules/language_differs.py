"""A section shows code, but none in the language that the template shows there.

Asked only where the template fixes a programming language (a TypeScript API, say), and only where the
section has code in another one: blocks without a language, commands and data are left alone. It is no more
than a note where the template's heading does not name the language.

````template
# [Title]

## Python API

```python
# Example
```
````

````document
# Cache

## Python API

```ts
cache.get("key");
```

```sh
pip install cache
```
````

```verdict
5:1 code in TypeScript, where the template shows Python
```
"""

from holdfast.binding.document import Document
from holdfast.model.obligation import obligation
from holdfast.model.severity import Severity
from holdfast.model.span import Span
from holdfast.model.verdict import Report
from holdfast.template.content import fence_language

OBLIGATION = obligation("- n W -")
VERSIONED = True
_NAMES = {
    "Python": "python py python3 py3 pycon ipython python-repl pyi",
    "TypeScript": "typescript ts tsx mts cts",
    "JavaScript": "javascript js jsx mjs cjs node",
    "Rust": "rust rs",
    "Go": "go golang",
    "Java": "java",
    "Kotlin": "kotlin kt kts",
    "Swift": "swift",
    "C": "c h",
    "C++": "c++ cpp cxx cc hpp",
    "C#": "c# csharp cs",
    "Ruby": "ruby rb",
    "PHP": "php",
    "Elixir": "elixir ex exs",
    "Scala": "scala",
    "Haskell": "haskell hs",
    "Solidity": "solidity sol",
    "Zig": "zig",
    "Dart": "dart",
}
_LANGUAGES = {alias: name for name, aliases in _NAMES.items() for alias in aliases.split()}


def judge(document: Document, report: Report) -> None:
    """Compare the code blocks of each section with those of the template."""
    for section in document.sections.bound:
        fences = [one for one in section.schema.fences if one.language in _LANGUAGES]
        if not fences or len(fences) < len(section.schema.fences):
            continue
        wanted = {_LANGUAGES[one.language] for one in fences}
        heading = section.heading
        blocks = [one for one in document.parse.blocks_in((heading.body, heading.end)) if one.kind == "fence"]
        languages = [_LANGUAGES.get(fence_language(one.data), "" if one.data.strip() else "?") for one in blocks]
        if "?" in languages or wanted & set(languages):
            continue
        other = next((block for block, language in zip(blocks, languages, strict=True) if language), None)
        if other:
            report(
                Span(other.start, other.end),
                f"code in {_LANGUAGES[fence_language(other.data)]}, where the template shows {' and '.join(sorted(wanted))}",
                f"show it in {' or '.join(sorted(wanted))} as well",
                requirement=fences[0].origin,
                cap=None if _named(section.schema.title, wanted) else Severity.NOTE,
            )


def _named(title: str, wanted: set[str]) -> bool:
    """Tell whether the template's heading names the language too; else its code may only be an example."""
    return any(_LANGUAGES.get(word) in wanted for word in title.casefold().split())
