"""Keeps the list of files in ARCHITECTURE.md equal to the first lines of their docstrings.

``python scripts/architecture.py`` rewrites the list, ``--check`` only compares and exits 1 where it differs.
"""

import ast
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "holdfast"
PAGE = ROOT / "ARCHITECTURE.md"
BEGIN, END = "<!-- files: begin -->\n", "<!-- files: end -->\n"


def floors() -> list[str]:
    """Return the folders of the package from the top floor down, as import-linter is told them."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text())
    contracts = settings["tool"]["importlinter"]["contracts"]
    layers = next(one["layers"] for one in contracts if one["type"] == "layers")
    names = [name for layer in layers for name in layer.split(" | ")]
    return [name for name in names if (PACKAGE / name).is_dir()]


def listing() -> str:
    """Return one line for each file, floor by floor from the top."""
    lines = []
    for floor in (*floors(), ""):
        folder = PACKAGE / floor
        files = sorted(folder.rglob("*.py") if floor else folder.glob("*.py"))
        files += sorted(folder.glob("*.md")) if floor == "builtin" else []
        lines += [f"\n**`{floor or 'holdfast'}/`**\n\n"]
        lines += [f"- `{file.relative_to(PACKAGE).as_posix()}`: {_first_line(file)}\n" for file in files]
    return "".join(lines) + "\n"


def _first_line(file: Path) -> str:
    if file.suffix == ".md":
        return f"The built-in template `{file.stem}`."
    docstring = ast.get_docstring(ast.parse(file.read_text())) or ""
    return docstring.split("\n", 1)[0].replace("``", "`")


def main() -> int:
    """Rewrite or compare; return the exit code."""
    text = PAGE.read_text()
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    wanted = before + BEGIN + listing() + END + after
    if "--check" in sys.argv:
        if wanted != text:
            sys.stderr.write(
                "ARCHITECTURE.md does not list the files as they are; run: python scripts/architecture.py\n"
            )
            return 1
        return 0
    PAGE.write_text(wanted)
    return 0


if __name__ == "__main__":
    sys.exit(main())
