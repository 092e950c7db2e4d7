"""What a change does to a file, as a unified diff."""

from collections.abc import Iterator
from difflib import unified_diff

from holdfast.markdown.blocks import readable


def unified(path: str, old: bytes, new: bytes) -> Iterator[str]:
    """Yield the lines of a unified diff without their line ends, for people; nothing where the two are equal.

    How lines end does not show; bytes that are no UTF-8 show as ``?``.
    """
    before, after = _lines(old), _lines(new)
    for line in unified_diff(before, after, f"a/{path}", f"b/{path}"):
        yield line.removesuffix("\n")
        if not line.endswith("\n"):
            yield "\\ No newline at end of file"


def _lines(raw: bytes) -> list[str]:
    r"""Split at LF, CR and CRLF, each line ending in one ``\n``."""
    lines = readable(raw).replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return [f"{line}\n" for line in lines[:-1]] + ([lines[-1]] if lines[-1] else [])
