"""What stands in the body of a template's section: labels, lists, tables, code, lengths."""

from holdfast.markdown.blocks import Block, Parse
from holdfast.markdown.labels import read_labels
from holdfast.markdown.plain import key, plain
from holdfast.model.schema import Bound, Column, FenceSchema, FieldSchema, ItemSchema, TableSchema
from holdfast.model.verdict import Origin
from holdfast.records import record
from holdfast.template.directives import NONE, Directive
from holdfast.template.placeholders import find_placeholders, is_placeholder, is_whole_word
from holdfast.template.slots import is_example_link, item_text
from holdfast.template.values import field_schema, settle
from holdfast.template.wording import bounds_in, wants_in

_QUANTITIES = frozenset(
    {
        "target",
        "actual",
        "expected",
        "value",
        "time",
        "memory",
        "latency",
        "throughput",
        "budget",
        "measured",
        "baseline",
    }
)
_NO_LANGUAGE = frozenset({"", "language", "lang"})


@record
class Content:
    """Everything a section's own body asks for."""

    fields: tuple[FieldSchema, ...]
    items: tuple[ItemSchema, ...]
    tables: tuple[TableSchema, ...]
    fences: tuple[FenceSchema, ...]
    bounds: tuple[Bound, ...]


NOTHING_ASKED = Content((), (), (), (), ())


def read_content(parse: Parse, start: int, end: int, path: str, directives: dict[int, Directive]) -> Content:
    """Read the body of one section, without its child sections."""
    reader = _Reader(parse, path, directives)
    for block in parse.top((start, end)):
        reader.read(block)
    return Content(
        tuple(reader.fields), tuple(reader.items), tuple(reader.tables), tuple(reader.fences), tuple(reader.bounds)
    )


class _Reader:
    """Collects block by block."""

    def __init__(self, parse: Parse, path: str, directives: dict[int, Directive]) -> None:
        self.parse = parse
        self.path = path
        self.directives = directives
        self.fields: list[FieldSchema] = []
        self.items: list[ItemSchema] = []
        self.tables: list[TableSchema] = []
        self.fences: list[FenceSchema] = []
        self.bounds: list[Bound] = []

    def read(self, block: Block) -> None:
        directive = self.directives.get(self.parse.line(block.start), NONE)
        if directive.has("ignore") or directive.has("guidance"):
            return
        if block.kind == "paragraph":
            self._paragraph(block)
        elif block.kind == "list":
            self._list(block)
        elif block.kind == "table":
            self._table(block)
        elif block.kind == "fence":
            language = fence_language(block.data)
            self.fences.append(FenceSchema("" if language in _NO_LANGUAGE else language, self._origin(block.start)))

    def _origin(self, offset: int) -> Origin:
        line = self.parse.line(offset)
        return Origin(self.path, line, self.parse.line_text(line))

    def _paragraph(self, block: Block) -> None:
        labels = read_labels(self.parse, (block.start, block.end), bold=True)
        for raw in labels:
            origin = self._origin(raw.name_span.start)
            directive = self.directives.get(origin.line, NONE)
            if directive.has("ignore"):
                continue
            self.fields.append(settle(field_schema(raw, origin), raw.value, directive))
        if not labels:
            origin = self._origin(block.start)
            directive = self.directives.get(origin.line, NONE)
            self.bounds += directive.bounds(origin) or bounds_in(
                plain(self.parse.slice(block.start, block.end)), origin
            )

    def _list(self, block: Block) -> None:
        """Only a list whose items are themselves placeholders says what an item has to be."""
        items = [
            one
            for one in self.parse.blocks_in((block.start, block.end))
            if one.kind == "item" and one.depth == block.depth + 1
        ]
        texts = [item_text(self.parse, one) for one in items]
        tasks = bool(items) and all(one.level for one in items)
        if not tasks and not all(self._replaceable(item, text) for item, text in zip(items, texts, strict=True)):
            return
        for index, (item, text) in enumerate(zip(items, texts, strict=True)):
            wants = wants_in(text) or (("link",) if self._links(item) else ())
            schema = ItemSchema(self._origin(item.start), tasks, wants)
            if not index or wants not in [one.wants for one in self.items]:
                self.items.append(schema)

    def _replaceable(self, item: Block, text: str) -> bool:
        return is_placeholder(text) or is_whole_word(text) or is_example_link(self.parse, item, text)

    def _links(self, item: Block) -> bool:
        return any(self.parse.within((item.start, item.end), "link"))

    def _table(self, block: Block) -> None:
        cells = [one for one in self.parse.blocks_in((block.start, block.end)) if one.kind in ("cell", "row")]
        header = []
        for one in cells:
            if one.kind == "row":
                break
            header.append(plain(self.parse.slice(one.start, one.end)))
        columns = tuple(column_schema(name) for name in header if name and not find_placeholders(name))
        if len(columns) > 1:
            self.tables.append(TableSchema(columns, self._origin(block.start)))


def column_schema(name: str) -> Column:
    """Compile a header cell; ``Actual/Expected`` is met by either word."""
    alternatives = tuple(dict.fromkeys((key(name), *(key(part) for part in name.split("/")))))
    return Column(name, alternatives, any(word in _QUANTITIES for part in alternatives for word in part.split()))


def fence_language(info: str) -> str:
    """Return the language of a fence's info string: ``python title="x"``, ``{.python}``, ``rust,no_run``."""
    words = info.strip().strip("[]{}").replace(",", " ").split()
    return words[0].lstrip(".").casefold() if words else ""
