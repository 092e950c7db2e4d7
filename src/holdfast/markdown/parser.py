"""The adapter to pyromark (pulldown-cmark): the one file that knows the parser library.

Measured on 803 documents of 8.6 MB: the events cost 80 ms and this loop as much again; everything
that is not needed to check a document is therefore left in the text and read from there on demand.
"""

from collections.abc import Iterator
from typing import Any

from pyromark import Options, events_with_range, reference_definitions

from holdfast.markdown.blocks import BOM, Block, Inline, Parse, readable

_OPTIONS = (
    Options.ENABLE_TABLES
    | Options.ENABLE_FOOTNOTES
    | Options.ENABLE_TASKLISTS
    | Options.ENABLE_STRIKETHROUGH
    | Options.ENABLE_YAML_STYLE_METADATA_BLOCKS
)
_SHOWN = _OPTIONS | Options.ENABLE_MATH | Options.ENABLE_GFM
"""What a rendered page shows besides: math, and the admonitions of GitHub. Structure is the same with and without."""
_PLAIN_BLOCKS = {
    "Paragraph": "paragraph",
    "Item": "item",
    "TableHead": "head",
    "TableRow": "row",
    "TableCell": "cell",
    "HtmlBlock": "html",
}
_DETAILED = {"FootnoteDefinition": "note", "Table": "table", "MetadataBlock": "metadata"}


def parse(raw: bytes) -> Parse:
    """Parse the bytes of a Markdown file; never raises, whatever they are.

    Spans count bytes after the byte order mark. Bytes that are no valid UTF-8 are each replaced by
    one ASCII character for the parser, so that offsets still fit the original bytes.
    """
    source = raw.removeprefix(BOM)
    try:
        text = source.decode()
        valid = True
    except UnicodeDecodeError:
        text = readable(source)
        valid = False
    blocks, inlines = _collect(text)
    definitions = [
        Inline("definition", found["span"]["start"], found["span"]["end"], found["dest"])
        for found in (reference_definitions(text, options=_OPTIONS).values() if "]:" in text else ())
    ]
    return Parse(source, blocks, inlines, definitions, valid)


def _collect(text: str) -> tuple[list[Block], list[Inline]]:
    """One pass over the events. The order of the tests is the order of their frequency."""
    blocks: list[Block] = []
    inlines: list[Inline] = []
    open_ends: list[int] = []
    heading: list[str] | None = None
    named = 0
    new = tuple.__new__  # Half the price of calling the named tuple, a hundred thousand times.
    # Events are dicts of a dozen shapes; naming their types here would cost more lines than the loop.
    events: Any = events_with_range(text, options=_OPTIONS)
    for event, span in events:
        # To ask for a key costs half of taking it out; the words that are events themselves hold none of these.
        if "Text" in event:
            if heading is not None:
                heading.append(event["Text"])
        elif "End" in event:
            if heading is not None and "Heading" in event["End"]:
                kind, start, end, depth, level, _ = blocks[named]
                title = " ".join("".join(heading).split())
                blocks[named] = new(Block, (kind, start, end, depth, level, title))
                heading = None
        elif "Start" in event:
            value = event["Start"]
            start = span["start"]
            end = span["end"]
            if value.__class__ is str:
                kind = _PLAIN_BLOCKS.get(value, "")
                if not kind:
                    if value == "Strong":
                        inlines.append(Inline("strong", start, end, ""))
                    continue
                level, data = 0, ""
            else:
                (name,) = value
                detail = value[name]
                if name == "Link":
                    kind = "autolink" if detail["link_type"] in ("Autolink", "Email") else "link"
                    inlines.append(Inline(kind, start, end, detail["dest_url"]))
                    continue
                if name == "Image":
                    inlines.append(Inline("image", start, end, detail["dest_url"]))
                    continue
                kind, level, data = _block(name, detail)
                if kind == "heading":
                    heading = []
                    named = len(blocks)
            while open_ends and open_ends[-1] <= start:
                open_ends.pop()
            blocks.append(new(Block, (kind, start, end, len(open_ends), level, data)))
            open_ends.append(end)
        elif "Code" in event:
            inlines.append(new(Inline, ("code", span["start"], span["end"], "")))
            if heading is not None:
                heading.append(event["Code"])
        elif event == "Rule":
            start = span["start"]
            while open_ends and open_ends[-1] <= start:
                open_ends.pop()
            blocks.append(Block("rule", start, span["end"], len(open_ends), 0, ""))
        elif event.__class__ is str:
            if heading is not None:
                heading.append(" ")
        elif "InlineHtml" in event:
            inlines.append(Inline("html", span["start"], span["end"], ""))
        elif "TaskListMarker" in event:
            _tick(blocks, ticked=event["TaskListMarker"])
        elif "FootnoteReference" in event:
            inlines.append(Inline("note", span["start"], span["end"], event["FootnoteReference"]))
    return blocks, inlines


def _block(name: str, detail: Any) -> tuple[str, int, str]:
    """Return kind, level and data of a block whose event carries a detail."""
    if name == "Heading":
        return "heading", int(detail["level"][1]), ""
    if name == "List":
        return "list", 0 if detail is None else 1, ""
    if name == "CodeBlock":
        return ("fence", 0, detail["Fenced"]) if detail.__class__ is dict else ("code", 0, "")
    return _DETAILED.get(name, "quote"), 0, detail if name == "FootnoteDefinition" else ""


def _tick(blocks: list[Block], *, ticked: bool) -> None:
    """Mark the item that a task box was found in."""
    index = len(blocks) - 1
    while blocks[index].kind != "item":
        index -= 1
    blocks[index] = blocks[index]._replace(level=2 if ticked else 1)


def events(source: bytes) -> Iterator[tuple[Any, int, int]]:
    """Yield each event of a text for one who renders it, with the bytes it spans; ``source`` is without byte order mark.

    An event is a plain word (``SoftBreak``, ``HardBreak``, ``Rule``) or a dict with one key: ``Start`` and ``End`` with
    a block or a span and its details, ``Text``, ``Code``, ``Html``, ``InlineHtml``, ``InlineMath``, ``DisplayMath``,
    ``FootnoteReference``, ``TaskListMarker``.
    """
    for event, span in events_with_range(readable(source), options=_SHOWN):
        yield event, span["start"], span["end"]


def code_pieces(source: bytes) -> list[tuple[int, list[tuple[str, int]]]]:
    r"""Return each fenced code block of a source: where it starts, and its text in pieces with their offsets.

    The pieces are without what the blocks around it put before each line; each line end stands as ``\n``.
    """
    found: list[tuple[int, list[tuple[str, int]]]] = []
    inside = False
    events: Any = events_with_range(readable(source), options=_OPTIONS)
    for event, span in events:
        if event.__class__ is str:
            continue
        (tag,) = event
        if tag == "Text":
            if inside:
                found[-1][1].append((event[tag], span["start"]))
        elif tag in ("Start", "End"):
            value = event[tag]
            if tag == "Start" and value.__class__ is dict and "Fenced" in str(value.get("CodeBlock") or ""):
                found.append((span["start"], []))
                inside = True
            elif tag == "End" and value == "CodeBlock":
                inside = False
    return found
