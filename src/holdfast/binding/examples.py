"""Every fence of a file as an example: its code, its section, and what its author says of it. Nothing is lost."""

import re
from collections.abc import Iterator
from itertools import pairwise

from holdfast.binding.infostring import SKIPS, Info, read_info, read_words
from holdfast.markdown.blocks import Block, Parse, readable
from holdfast.markdown.code import CodeLine, code_lines
from holdfast.markdown.outline import Heading
from holdfast.model.example import Example, Expected, Level, Line
from holdfast.model.span import Span
from holdfast.records import replace

_OUTPUT = frozenset({"text", "output", "stdout", "txt", "plain", "plaintext", "console-output"})
_SAID = re.compile(rb"\b(?:output|outputs|prints?|printed|displays?|shows?|result)\b[^\n]{0,60}:\s*\Z", re.IGNORECASE)
"""What a line says that stands between an example and what it prints."""
_SESSIONS = frozenset(
    {"console", "shell-session", "sh-session", "bash-session", "shellsession", "terminal", "pycon", "doctest"}
)
_PRINTED = re.compile(r"\s*(?:#|//)> ?")
_ABOVE = re.compile(rb"<!--(?P<text>(?:(?!-->|<!--).){0,400})-->[ \t\r\n>]*\Z", re.DOTALL)
_NEAR = 500
"""So many bytes before a fence are searched for a comment that speaks of it."""
_COMMENT = re.compile(rb"<!--(?P<text>.*?)-->", re.DOTALL)
_SETUP = re.compile(
    r"\s*(?:hf:|holdfast:)?\s*(?:setup|set-up|invisible-code(?:-block)?)\s*:?\s+(?P<info>\S[^\n]*)\n(?P<code>.*)\Z",
    re.DOTALL,
)
_MYST_OPTION = re.compile(r":[\w-]+:")


def examples(path: str, parse: Parse, headings: list[Heading]) -> list[Example]:
    """Return the examples of a file in the order of the text, hidden ones included."""
    found = [*_fences(parse, code_lines(parse.source)), *_hidden(parse)]
    found.sort(key=lambda one: one.span)
    found = [
        replace(one, document=path, ordinal=number, section=_section(headings, one))
        for number, one in enumerate(found, 1)
    ]
    return _printed_behind(parse, found)


def _fences(parse: Parse, lines: dict[int, tuple[CodeLine, ...]]) -> Iterator[Example]:
    """Yield the fences that readers see."""
    for block in parse.blocks:
        if block.kind == "fence":
            info = read_info(block.data)
            yield _example(parse, block, info, [Line(*one) for one in lines.get(block.start, ())], _above(parse, block))


def _example(parse: Parse, block: Block, info: Info, lines: list[Line], above: Info | None) -> Example:
    if block.data.lstrip().startswith("{"):
        while lines and _MYST_OPTION.match(lines[0].text):
            lines.pop(0)
    start = lines[0].start if lines else block.start
    made = Example(
        document="",
        ordinal=0,
        language=info.language.casefold(),
        word=info.language,
        info=block.data,
        lines=tuple(lines),
        span=Span(block.start, block.end),
        position=parse.position(start),
        title=info.values.get("title", info.values.get("filename", "")),
        schema=info.values.get("schema", ""),
    )
    for said in (info, above):
        if said is not None:
            made = _told(made, said)
    expected = _within(made)
    return replace(made, expected=expected) if expected else made


def _told(made: Example, said: Info) -> Example:
    """Apply the author's words."""
    words = {*said.words, *said.values}
    if not words:
        return made
    skips = sorted(word for word in words if word in SKIPS or word.startswith("ignore-"))
    if skips:
        reason = (
            said.reason or said.values.get(skips[0], "") or skips[0].partition("-")[2] * skips[0].startswith("ignore-")
        )
        word = skips[0]
        fault = "" if reason else f'{word} wants a reason: write {word}="why" or "{word} because ..."'
        return replace(made, highest=Level.LISTED, reason=reason, fault=fault)
    raises = next((said.values[word] for word in ("should_raise", "raises", "should_panic") if word in said.values), "")
    return replace(
        made,
        highest=min(made.highest, Level.TYPED) if words & {"no_run", "no-run"} else made.highest,
        reason=said.reason if words & {"no_run", "no-run"} else made.reason,
        raises=raises or ("*" if words & {"should_panic", "should_raise", "raises"} else made.raises),
        fails_to_compile=made.fails_to_compile or "compile_fail" in words,
        continues=made.continues or bool(words & {"continuation", "continue"}),
        group=said.values.get("group", made.group),
        reads=(*made.reads, *said.values.get("reads", "").replace(",", " ").split()),
    )


def _above(parse: Parse, block: Block) -> Info | None:
    """Return what the comment directly above a fence says of it."""
    before = _ABOVE.search(parse.source, max(0, block.start - _NEAR), block.start)
    return read_words(readable(before["text"])) if before else None


def _hidden(parse: Parse) -> Iterator[Example]:
    """Yield the set-up that stands in comments: a fence in a comment, or ``<!-- hf:setup python`` and code."""
    # Behind the last end there is none that a pattern could find, however often one begins.
    for match in _COMMENT.finditer(parse.source, 0, parse.source.rfind(b"-->") + 3):
        inside = parse.in_block(match.start(), "fence", "code") or parse.covered(match.start(), "code")
        text = match["text"]
        if inside or b"\n" not in text:
            continue
        at = match.start("text")
        block = Block("fence", match.start(), match.end(), 0, 0, "")
        if setup := _SETUP.match(parse.slice(*match.span("text"))):
            start = at + len(parse.slice(*match.span("text"))[: setup.start("code")].encode())
            lines = _plain_lines(parse, start, match.end("text"))
            yield replace(
                _example(parse, block._replace(data=setup["info"]), read_info(setup["info"]), lines, None), hidden=True
            )
        elif b"```" in text or b"~~~" in text:
            yield from _fences_within(parse, text, at)


def _fences_within(parse: Parse, text: bytes, at: int) -> Iterator[Example]:
    """Yield the fences inside a comment that is nothing but fences."""
    from holdfast.markdown.parser import parse as parse_markdown

    inner = parse_markdown(text)
    if any(one.kind != "fence" and not one.depth for one in inner.blocks):
        return
    lines = code_lines(inner.source)
    for one in inner.blocks:
        moved = [Line(text, at + start) for text, start in lines.get(one.start, ())]
        whole = one._replace(start=at + one.start, end=at + one.end)
        yield replace(_example(parse, whole, read_info(one.data), moved, None), hidden=True)


def _plain_lines(parse: Parse, start: int, end: int) -> list[Line]:
    lines = []
    for text in parse.slice(start, end).splitlines(keepends=True):
        lines.append(Line(text.rstrip("\r\n"), start))
        start += len(text.encode())
    while lines and not lines[-1].text.strip():
        lines.pop()
    return lines


def _section(headings: list[Heading], example: Example) -> tuple[str, ...]:
    around = [one for one in headings if one.start <= example.span.start < one.end]
    return tuple(one.title for one in around if one is not headings[0])


def _within(example: Example) -> Expected | None:
    """Return what the example itself says that it prints: ``#>`` lines, or a session."""
    if example.language in _SESSIONS or any(line.text.startswith(">>> ") for line in example.lines):
        return _expected(example.lines, "session")
    printed = [(line, mark.end()) for line in example.lines if (mark := _PRINTED.match(line.text))]
    quoted = _quoted(example) if example.language == "python" else []
    if not printed and not quoted:
        return None
    lines = tuple(Line(line.text[size:], line.start + size) for line, size in sorted([*printed, *quoted], key=_start))
    return _expected(lines, "comment", printed[0][0].text[: printed[0][1]] if printed and not quoted else "")


def _start(one: tuple[Line, int]) -> int:
    return one[0].start


def _quoted(example: Example) -> list[tuple[Line, int]]:
    """Return the lines of long strings that stand alone behind what prints them, as pytest-examples writes output."""
    found: list[tuple[Line, int]] = []
    held: list[Line] | None = None
    before = ""
    for line in example.lines:
        text = line.text.strip()
        if held is not None and text == '"""':
            margin = len(line.text) - len(line.text.lstrip())
            found += [(one, len(one.text[:margin]) - len(one.text[:margin].lstrip())) for one in held]
            held = None
        elif held is not None:
            held.append(line)
        elif text == '"""' and before.startswith("print("):
            held = []
        before = text or before
    return found


def _expected(lines: tuple[Line, ...], kind: str, prefix: str = "") -> Expected:
    return Expected("".join(f"{line.text}\n" for line in lines), lines, kind, prefix)


def _printed_behind(parse: Parse, found: list[Example]) -> list[Example]:
    """Take a text block directly behind an example as what it prints."""
    result = list(found)
    for place, (one, following) in enumerate(pairwise(found)):
        if following.language not in _OUTPUT or one.hidden or following.hidden or one.language in {*_OUTPUT, ""}:
            continue
        between = parse.source[one.span.end : following.span.start].strip(b" \t\r\n>")
        if one.expected is None and (not between or (b"\n" not in between and _SAID.search(between))):
            lines = following.lines
            result[place] = replace(one, expected=_expected(lines, "fence")) if lines else one
    return result
