"""A run of ``fix`` that is killed at any of its writes leaves every document old or new, and nothing else behind."""

import os
from collections.abc import Callable
from pathlib import Path

from holdfast.engine.fix import mend, write
from killing import killed_at
from samples import document, template

Build = Callable[..., Path]
PLAN = "\n## Plan\n\n- ✅ Measure\n- [ ] Ship\n"


def test_killed_at_any_write_every_document_is_old_or_new_and_the_next_run_finishes(project: Build) -> None:
    shown = template() + "\n## Plan\n\n- [ ] Task 1\n- [ ] Task 2\n"
    old = {f"docs/{name}.md": (document(name) + PLAN).encode().replace(b"\n", b"\r\n") for name in ("a", "b", "sub/c")}
    new = {path: text.replace("✅".encode(), b"[x]") for path, text in old.items()}
    root = project({"docs/TEMPLATE.md": shown, "holdfast.toml": settings(), **old})
    mending = mend(str(root), use_cache=False)
    assert {change.path: change.new for change in mending.changes} == new
    number = 0
    killed = True
    halves = set()
    while killed:
        number += 1
        for path, text in old.items():
            (root / path).write_bytes(text)
        killed = killed_at(number, lambda: write(mending))
        found = {path: (root / path).read_bytes() for path in old}
        assert all(text in (old[path], new[path]) for path, text in found.items())
        halves.add(sum(text == new[path] for path, text in found.items()))
        again = mend(str(root), use_cache=False)
        assert write(again) == []
        assert {path: (root / path).read_bytes() for path in old} == new
        assert litter(root) == []
    assert number > 18
    assert halves == {0, 1, 2, 3}


def test_litter_goes_even_where_nothing_is_left_to_mend(project: Build) -> None:
    root = project({"docs/TEMPLATE.md": template(), "docs/a.md": document("A"), "docs/b.md": document("B")})
    (root / "docs/.holdfast-0123456789abcdef.tmp").write_bytes(b"half")
    write(mend(str(root)))
    assert litter(root) == []


def settings() -> str:
    return '[type.design]\ntemplate = "docs/TEMPLATE.md"\ndocuments = ["docs/*.md", "docs/sub/*.md"]\n'


def litter(root: Path) -> list[str]:
    return [name for _, _, names in os.walk(root) for name in names if name.startswith(".holdfast")]
