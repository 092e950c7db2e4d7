"""Moves the fragments of ``changelog.d/`` into ``CHANGELOG.md`` under a version, and takes a version's text out again.

``python scripts/changelog.py release VERSION [DATE]`` writes the section and removes the fragments; ``show VERSION``
prints it, for the page of a release; ``check`` exits 1 where a fragment is misnamed or empty.
"""

import re
import sys
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
KINDS = {"added": "Added", "changed": "Changed", "fixed": "Fixed", "removed": "Removed"}
NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*\.(?P<kind>[a-z]+)\.md")
SECTION = re.compile(
    r"^## (?P<version>\S+) \((?P<date>\d{4}-\d\d-\d\d)\)\n(?P<text>.*?)(?=^## |\Z)", re.MULTILINE | re.DOTALL
)


def fragments(folder: Path) -> dict[str, list[str]]:
    """Return the texts of all fragments by kind, ordered by topic.

    Raises ``ValueError`` for one whose name has no known kind, or that says nothing.
    """
    found: dict[str, list[str]] = {kind: [] for kind in KINDS}
    for path in sorted(folder.glob("*")):
        if path.name == "README.md":
            continue
        name = NAME.fullmatch(path.name)
        text = path.read_text(encoding="utf-8").strip()
        if name is None or name["kind"] not in KINDS:
            raise ValueError(f"{path}: is not named <topic>.<kind>.md with one of the kinds {', '.join(KINDS)}")
        if not text:
            raise ValueError(f"{path}: says nothing")
        found[name["kind"]].append(text)
    return found


def section(version: str, date: str, found: dict[str, list[str]]) -> str:
    """Return the section of a version; raises ``ValueError`` where there is nothing to tell."""
    parts = [f"## {version} ({date})\n"]
    for kind, title in KINDS.items():
        if found[kind]:
            items = "".join(f"- {text.replace(chr(10), chr(10) + '  ')}\n" for text in found[kind])
            parts.append(f"### {title}\n\n{items}")
    if len(parts) == 1:
        raise ValueError("there is no fragment to release")
    return "\n".join(parts)


def sections(page: str) -> dict[str, str]:
    """Return the text of each version's section."""
    return {one["version"]: one["text"].strip() for one in SECTION.finditer(page)}


def told(root: Path, version: str) -> str:
    """Return the text of a version; raises ``ValueError`` where there is none."""
    text = sections((root / "CHANGELOG.md").read_text(encoding="utf-8")).get(version)
    if not text:
        raise ValueError(f"CHANGELOG.md has no section for {version}")
    return text


def release(root: Path, version: str, date: str) -> None:
    """Write the section of a version above all others, and remove the fragments."""
    page = root / "CHANGELOG.md"
    text = page.read_text(encoding="utf-8")
    if version in sections(text):
        raise ValueError(f"CHANGELOG.md has a section for {version} already")
    new = section(version, date, fragments(root / "changelog.d"))
    first = SECTION.search(text)
    at = first.start() if first else len(text)
    page.write_text(f"{text[:at].rstrip()}\n\n{new}\n{text[at:]}".rstrip() + "\n", encoding="utf-8")
    for path in (root / "changelog.d").glob("*.*.md"):
        path.unlink()


def main(arguments: list[str], root: Path = ROOT) -> int:
    """Do what is asked and return the exit code."""
    try:
        match arguments:
            case ["release", version]:
                release(root, version, datetime.now(UTC).date().isoformat())
            case ["release", version, date]:
                release(root, version, date)
            case ["show", version]:
                sys.stdout.write(f"{told(root, version)}\n")
            case ["check"]:
                fragments(root / "changelog.d")
            case _:
                sys.stderr.write(f"{__doc__}\n")
                return 2
    except ValueError as error:
        sys.stderr.write(f"changelog: {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
