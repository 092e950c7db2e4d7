"""A part of somebody's file that is ours: what stands between two lines, and nothing outside of them."""

import re
from collections.abc import Sequence

_BEGIN = "<!-- holdfast-agents: begin; {words}written by `holdfast agents install`, which replaces what stands between these lines -->"
END = "<!-- holdfast-agents: end -->"
_PART = re.compile(
    r"^<!-- holdfast-agents: begin[^\n]*-->[ \t]*\r?\n.*?^<!-- holdfast-agents: end -->[ \t]*(?:\r?\n|\Z)",
    re.MULTILINE | re.DOTALL,
)
_WORDS = re.compile(r"^<!-- holdfast-agents: begin; for ([\w, ]*); written by", re.MULTILINE)
_MARK = re.compile(r"^<!-- holdfast-agents: (?:begin|end)\b", re.MULTILINE)


def with_part(text: str, body: str, words: Sequence[str] = ()) -> str:
    """Return a text with our part: in the place it has, else at the end, with the line ends that the text has.

    ``words`` are kept in its first line, for :func:`words_of`.

    Raises ``ValueError`` where one of the two lines stands without the other, or a part stands there twice.
    """
    line_end = "\r\n" if "\r\n" in text else "\n"
    begin = _BEGIN.format(words=f"for {', '.join(words)}; " if words else "")
    part = f"{begin}\n{body.strip(chr(10))}\n{END}\n".replace("\n", line_end)
    if _found(text):
        return _PART.sub(lambda _: part, text)
    if not text:
        return part
    gap = line_end if text.endswith(line_end) else line_end * 2
    return f"{text}{gap}{part}"


def without_part(text: str) -> str:
    """Return a text without our part and the empty line before it.

    Raises ``ValueError`` as :func:`with_part` does.
    """
    found = _found(text)
    if not found:
        return text
    before, after = text[: found.start()], text[found.end() :]
    line_end = "\r\n" if "\r\n" in text else "\n"
    return (before.removesuffix(line_end) if before.endswith(line_end * 2) else before) + after


def words_of(text: str) -> tuple[str, ...]:
    """Return the words that our part was written with."""
    found = _WORDS.search(text)
    return tuple(one.strip() for one in found[1].split(",") if one.strip()) if found else ()


def has_part(text: str) -> bool:
    """Tell whether a text has our part."""
    return _PART.search(text) is not None


def _found(text: str) -> re.Match[str] | None:
    found = _PART.search(text)
    if len(_MARK.findall(text)) != (2 if found else 0):
        raise ValueError("the lines that begin and end our part do not stand there as a pair")
    return found
