"""Titles and dates in the rows of an index page, said as the documents say them.

A column or the text of the links states the title, or the date, when most rows of the same list or table do; only then is
a row that says another thing out of date and not somebody's own wording.
"""

from collections.abc import Iterator, Mapping

from holdfast.edits.listing import sampled
from holdfast.edits.rowstyle import Facts, Sample, holder
from holdfast.markdown.blocks import Block, Parse
from holdfast.markdown.plain import key, plain
from holdfast.model.edit import Edit
from holdfast.model.span import Span

_AGREE = 0.6
"""Such a share of the rows has to say what the documents say, and two at least."""


def restated(page: str, parse: Parse, known: Mapping[str, Facts]) -> Iterator[Edit]:
    """Yield the edits of cells and link texts that do not say what their documents say."""
    places: dict[Block, list[Sample]] = {}
    for sample in sampled(page, parse, known):
        places.setdefault(holder(parse, sample.block), []).append(sample)
    for rows in places.values():
        texts = [(sample, _link_text(parse, sample)) for sample in rows]
        yield from _corrected(parse, [(sample, span) for sample, span in texts if span], "title")
        cells = [_cells(parse, sample.block) for sample in rows]
        for column in range(max(map(len, cells), default=0)):
            spans = [
                (sample, Span(own[column].start, own[column].end))
                for sample, own in zip(rows, cells, strict=True)
                if column < len(own) and not own[column].start <= sample.link.start < own[column].end
            ]
            for name in ("title", "date"):
                yield from _corrected(parse, spans, name)


def _corrected(parse: Parse, spans: list[tuple[Sample, Span]], name: str) -> Iterator[Edit]:
    said = [(getattr(sample.facts, name), span, plain(parse.slice(*span)).strip()) for sample, span in spans]
    agreeing = sum(1 for value, _, words in said if value and key(value) == key(words))
    if agreeing < 2 or agreeing < _AGREE * len(said):
        return
    for value, span, words in said:
        text = parse.slice(*span)
        fits = value and words and key(value) != key(words) and text.count(words) == 1
        if fits and not any(char in value for char in "|[]\n"):
            start = span.start + len(text[: text.index(words)].encode())
            yield Edit(Span(start, start + len(words.encode())), value)


def _link_text(parse: Parse, sample: Sample) -> Span | None:
    """Return where the text of a row's link stands."""
    text = parse.source[sample.link.start : sample.link.end]
    end = text.rfind(b"](")
    return Span(sample.link.start + 1, sample.link.start + end) if end > 1 and b"[" not in text[1:end] else None


def _cells(parse: Parse, row: Block) -> list[Block]:
    return [one for one in parse.blocks_in((row.start, row.end)) if one.kind == "cell"] if row.kind == "row" else []
