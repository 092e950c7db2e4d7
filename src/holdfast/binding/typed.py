"""A bound document as typed data."""

from holdfast.binding.answers import answer, section_answer
from holdfast.binding.document import Document
from holdfast.binding.fields import BoundField
from holdfast.markdown.blocks import Block, Parse
from holdfast.markdown.labels import read_labels
from holdfast.markdown.outline import Heading
from holdfast.markdown.plain import key, plain, slug
from holdfast.markdown.rawfield import RawField
from holdfast.model.bound import BoundDocument, Fence, FieldValue, Place, SectionValue, Table, Task
from holdfast.model.schema import FieldKind, FieldSchema
from holdfast.template.content import fence_language
from holdfast.template.slots import fence_content, item_text


def typed(document: Document) -> BoundDocument:
    """Return everything a document says, with the place of each part."""
    reader = _Reader(document)
    return BoundDocument(
        path=document.path,
        type=document.schema.name,
        version=document.schema.version,
        title=document.title,
        status=document.status,
        role=document.role,
        bound=not (document.unbound or document.unfilled),
        fields={id: reader.header_field(found) for id, found in document.fields.items()},
        sections=tuple(reader.section(index) for index in reader.top()),
    )


def split_choice(schema: FieldSchema | None, value: str) -> tuple[str, str]:
    """Return the template's spelling of an enumerated value and the detail behind it, or the value as it is."""
    if schema is None or schema.kind is not FieldKind.ENUM:
        return value, ""
    words = key(value)
    for choice in sorted(schema.choices, key=len, reverse=True):
        name = key(choice)
        if words == name or words.startswith(name + " "):
            at = value.casefold().find(choice.casefold())
            return choice, value[at + len(choice) :].strip() if at >= 0 else ""
    return value, ""


class _Reader:
    """Reads one document section by section."""

    def __init__(self, document: Document) -> None:
        self.parse: Parse = document.parse
        self.headings = document.headings
        self.bound = {one.place: one for one in reversed(document.sections.bound)}
        self.children: dict[int, list[int]] = {}
        for index, one in enumerate(self.headings):
            self.children.setdefault(one.parent, []).append(index)
        self.titled = bool(document.schema.title) and bool(self.headings) and self.headings[0].level == 1

    def top(self) -> list[int]:
        """Return the outermost sections; a title opens none of its own."""
        roots = self.children.get(-1, [])
        return self.children.get(0, []) if self.titled and roots == [0] else roots

    def place(self, start: int, end: int) -> Place:
        return Place(*self.parse.position(start), start, end)

    def header_field(self, found: BoundField) -> FieldValue:
        value, detail = split_choice(found.schema, found.value)
        return FieldValue(found.name, value, found.value, detail, found.state.value, self.place(*found.span))

    def section(self, index: int) -> SectionValue:
        heading = self.headings[index]
        bound = self.bound.get(index)
        own = (heading.body, self._own_end(index, heading))
        blocks = list(self.parse.top(own))
        labels = [label for block in blocks if block.kind == "paragraph" for label in self._labels(block)]
        items = [block for block in self.parse.blocks_in(own) if block.kind == "item"]
        return SectionValue(
            id=bound.schema.id if bound else slug(heading.title),
            title=heading.title,
            number=heading.number,
            match=bound.match.name.lower() if bound else "extra",
            state=section_answer(self.parse, (heading.body, heading.end)).value,
            place=self.place(heading.start, heading.end),
            prose="\n\n".join(plain(self.parse.slice(*block[1:3])) for block in blocks if block.kind == "paragraph"),
            items=tuple(item_text(self.parse, block) for block in items if not block.level),
            tasks=tuple(
                Task(item_text(self.parse, block), block.level == 2, self.place(*block[1:3]))
                for block in items
                if block.level
            ),
            tables=tuple(self._table(block) for block in blocks if block.kind == "table"),
            fences=tuple(self._fence(block) for block in blocks if block.kind == "fence"),
            fields={slug(label.name): self._label(label) for label in labels},
            repeated=bound is not None and bound.schema.repeat is not None,
            children=tuple(self.section(child) for child in self.children.get(index, [])),
        )

    def _own_end(self, index: int, heading: Heading) -> int:
        following = self.headings[index + 1] if index + 1 < len(self.headings) else None
        return min(heading.end, following.start) if following else heading.end

    def _labels(self, block: Block) -> list[RawField]:
        return read_labels(self.parse, (block.start, block.end), bold=True)

    def _label(self, raw: RawField) -> FieldValue:
        return FieldValue(raw.name, raw.value, raw.value, "", answer(raw.value).value, self.place(*raw.span))

    def _fence(self, block: Block) -> Fence:
        return Fence(fence_language(block.data), block.data, fence_content(self.parse, block), self.place(*block[1:3]))

    def _table(self, block: Block) -> Table:
        rows: list[list[str]] = []
        for one in self.parse.blocks_in((block.start, block.end)):
            if one.kind in ("head", "row"):
                rows.append([])
            elif one.kind == "cell" and rows:
                rows[-1].append(plain(self.parse.slice(one.start, one.end)))
        header, *body = rows or [[]]
        cells = tuple(dict(zip(header, row, strict=False)) for row in body)
        return Table(tuple(header), cells, self.place(block.start, block.end))
