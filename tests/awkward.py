"""Awkward code blocks as data: each holds one planted fault, and the line of the document on which it is found."""

from typing import NamedTuple

WRONG = {
    "python": "int.not_there",
    "typescript": "Math.not_there",
    "javascript": "null.not_there",
    "rust": "i32::NOT_THERE",
}


class Awkward(NamedTuple):
    """One block that tools are known to lose, to misread, or to report at another place."""

    name: str
    text: str
    """``FAULT`` marks what is wrong; it is replaced by something that is not there and that no reader could add."""
    line: int = 0
    """The line of the fault where it is not that of the mark."""
    language: str = "python"

    @property
    def document(self) -> bytes:
        """The Markdown file."""
        return self.text.replace("FAULT", WRONG.get(self.language, "not_there")).encode("utf-8")

    @property
    def expected(self) -> int:
        """The line on which the fault is to be reported, from 1."""
        if self.line:
            return self.line
        before = self.text.replace("\r\n", "\n").partition("FAULT")[0]
        return before.count("\n") + 1


def fence(info: str, code: str = "x = 1\nFAULT", mark: str = "```") -> str:
    """Return a plain block behind a heading."""
    return f"# A\n\n{mark}{info}\n{code}\n{mark}\n"


def inside(prefix: str, first: str = "", info: str = "python") -> str:
    """Return a block each of whose lines has something before it."""
    lines = [f"```{info}", "x = 1", "FAULT", "```"]
    return "# A\n\n" + "".join(f"{first if first and not at else prefix}{line}\n" for at, line in enumerate(lines))


NBSP, LS = "\u00a0", "\u2028"
AWKWARD = [
    Awkward("plain", fence("python")),
    Awkward("tildes", fence("python", mark="~~~")),
    Awkward("five backticks", fence("python", mark="`````")),
    Awkward("backticks inside", fence("python", 'x = """\n```\n"""\nFAULT', mark="````")),
    Awkward("short name", fence("py")),
    Awkward("with version", fence("python3")),
    Awkward("upper case", fence("PYTHON")),
    Awkward("pandoc attributes", fence("{.python}")),
    Awkward("pandoc more", fence('{.python .numberLines startFrom="3"}')),
    Awkward("myst directive", fence("{code-block} python")),
    Awkward("myst options", fence("{code-block} python\n:linenos:\n:caption: x\n", "x = 1\nFAULT")),
    Awkward("quarto cell", fence("{python}")),
    Awkward("title", fence('python title="app.py"')),
    Awkward("file name", fence("python:app.py")),
    Awkward("highlighted lines", fence('py hl_lines="1 2" linenums="1"')),
    Awkward("docusaurus lines", fence("python {1,3-5} showLineNumbers")),
    Awkward("space before the name", fence("   python")),
    Awkward("trailing spaces", fence("python   \t")),
    Awkward("no-break space", fence(f"python{NBSP}")),
    Awkward("comma", fence("python,editable")),
    Awkward("indented by three", "# A\n\n   ```python\n   x = 1\n   FAULT\n   ```\n"),
    Awkward("in a list", "# A\n\n- item\n\n  ```python\n  x = 1\n  FAULT\n  ```\n"),
    Awkward("on the marker's line", "# A\n\n- ```python\n  x = 1\n  FAULT\n  ```\n"),
    Awkward("in a numbered list", "# A\n\n10. item\n    ```python\n    x = 1\n    FAULT\n    ```\n"),
    Awkward(
        "in a list of depth three",
        "# A\n\n- a\n  - b\n    - c\n\n      ```python\n      x = 1\n      FAULT\n      ```\n",
    ),
    Awkward("in a quote", inside("> ")),
    Awkward("in a quote without spaces", inside(">")),
    Awkward("in three quotes", inside("> > > ")),
    Awkward("in a list in a quote", inside(">   ", "> - ")),
    Awkward("tabs", fence("python", "if True:\n\tx = 1\n\tFAULT")),
    Awkward("tab behind a list marker", "# A\n\n-\titem\n\n\t```python\n\tx = 1\n\tFAULT\n\t```\n"),
    Awkward("crlf", fence("python").replace("\n", "\r\n")),
    Awkward("byte order mark", "\ufeff" + fence("python")),
    Awkward("no newline at the end", fence("python").rstrip("\n")),
    Awkward("never closed", "# A\n\n```python\nx = 1\nFAULT\n"),
    Awkward("closed by a longer fence", "# A\n\n```python\nx = 1\nFAULT\n`````\n"),
    Awkward("in details", "# A\n\n<details>\n<summary>More</summary>\n\n```python\nFAULT\n```\n\n</details>\n"),
    Awkward("behind a comment", "# A\n\n<!-- a remark -->\n```python\nFAULT\n```\n"),
    Awkward("behind an empty block", "# A\n\n```python\n```\n\n```python\nFAULT\n```\n"),
    Awkward("behind one without a language", "# A\n\n```\n$$$\n```\n\n```python\nFAULT\n```\n"),
    Awkward("behind white space as a name", "# A\n\n```   \n$$$\n```\n\n```python\nFAULT\n```\n"),
    Awkward(
        "behind one that ends the process", "# A\n\n```python\nimport os\n\nprint(1)\n```\n\n```python\nFAULT\n```\n"
    ),
    Awkward("without a blank line", "# A\ntext\n```python\nFAULT\n```\ntext\n"),
    Awkward("under a setext heading", "A\n=\n\n```python\nFAULT\n```\n"),
    Awkward("behind front matter", "---\ntitle: x\n---\n\n# A\n\n```python\nFAULT\n```\n"),
    Awkward("interactive session", fence("pycon", ">>> x = 1\n>>> x + FAULT\n2")),
    Awkward("session called python", fence("python", ">>> x = 1\n>>> x + FAULT\n2")),
    Awkward("top-level await", fence("python", "import asyncio\n\nawait asyncio.sleep(0)\nFAULT")),
    Awkward("wrong output in a comment", "# A\n\n```python\nprint(1)\n#> 2\n```\n", 5),
    Awkward("wrong output in a block", "# A\n\n```python\nx = 1\nprint(x)\n```\n\n```text\n2\n```\n", 5),
    Awkward("hidden set-up", "# A\n\n<!-- hf:setup python\nx = 1\n-->\n\n```python\nassert x == 1\nFAULT\n```\n"),
    Awkward("continuation", "# A\n\n```python\nx = 1\n```\n\n```python continuation\nassert x == 1\nFAULT\n```\n"),
    Awkward("group", "# A\n\n```python group=a\nx = 1\n```\n\n```python group=a\nassert x == 1\nFAULT\n```\n"),
    Awkward("does not raise as said", "# A\n\n```python should_raise=ValueError\nx = 1\n```\n", 4),
    Awkward("future import", fence("python", "from __future__ import annotations\n\nFAULT")),
    Awkward("encoding declaration", fence("python", "# -*- coding: utf-8 -*-\nx = 'é'\nFAULT")),
    Awkward("docstring first", fence("python", '"""What it does."""\n\nFAULT')),
    Awkward("decorator", fence("python", "import functools\n\n\n@functools.cache\ndef f(): return FAULT\n\n\nf()")),
    Awkward("non-ASCII names", fence("python", "größe = 1\nassert größe == 1; FAULT")),
    Awkward("line separator in a string", fence("python", f's = "a{LS}b"\nassert len(s) == 3\nFAULT')),
    Awkward("form feed", fence("python", "x = 1\n\x0c\nFAULT")),
    Awkward("long line", fence("python", f"x = '{'a' * 20000}'\nFAULT")),
    Awkward("backslash at the end", fence("python", "x = 1 + \\\n    1\nFAULT")),
    Awkward("main guard", fence("python", 'if __name__ == "__main__":\n    FAULT')),
    Awkward("typescript short", fence("ts", "const x: number = 1;\nconst y: number = FAULT;"), language="typescript"),
    Awkward("javascript", fence("js", "const x = 1;\nconsole.log(x, FAULT);"), language="javascript"),
    Awkward("rust with words", fence("rust,edition2021", "let x = 1;\nlet y = x + FAULT;"), language="rust"),
    Awkward("rust hidden line", fence("rust", "# let x = 1;\nlet y = x + FAULT;"), language="rust"),
    Awkward("does compile", fence("rust,compile_fail", "let x: u32 = 1;"), 4, "rust"),
    Awkward("jsonc", fence("jsonc", '{ // remark\n  "a" 1 }'), 5, "json"),
    Awkward("json lines", fence("jsonl", '{"a": 1}\n{"a" 1}'), 5, "json"),
    Awkward("yaml of several documents", fence("yml", "a: 1\n---\na: [FAULT"), 6, "yaml"),
    Awkward("console session", "# A\n\n```console\n$ echo a\na\n$ echo b\nFAULT\n```\n", language="console"),
]
