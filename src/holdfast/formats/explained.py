"""What a document is held to and why, for people and programs."""

from collections.abc import Iterator
from typing import Any

from holdfast.formats.escape import json_text, visible, visible_path


def render(explained: Any, form: str) -> Iterator[str]:
    """Yield the lines of an explanation, or one JSON document.

    ``explained`` has ``path``, ``template``, ``version``, ``chosen``, ``role``, ``corpus`` and ``lines``, each line
    with ``origin``, ``name``, ``presence``, ``because`` and ``here``.
    """
    if form == "json":
        lines = [{**line._asdict(), "origin": line.origin._asdict()} for line in explained.lines]
        parts = explained._asdict()
        yield json_text({"version": 1, "template_version": parts.pop("version"), **parts, "lines": lines}, indent=2)
        return
    yield visible_path(explained.path)
    yield f"  template  {visible(explained.template)}   version {explained.version}, {visible(explained.chosen)}"
    yield f"  role      {visible(explained.role)}"
    yield f"  corpus    {explained.corpus}"
    yield ""
    for line in explained.lines:
        yield f"{line.origin.line:>5}  {visible(line.name):<42} {visible(line.presence)}: {visible(line.because)}"
        yield f"{'':7}here: {visible(line.here)}"
