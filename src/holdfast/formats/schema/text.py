"""A schema for people: each requirement on a line, behind the template line it comes from."""

from collections.abc import Iterator

from holdfast.formats.escape import visible, visible_start
from holdfast.model.schema import FieldKind, FieldSchema, Schema, SectionSchema


def render(schema: Schema) -> Iterator[str]:
    """Yield the lines that describe a schema."""
    counts = f"{len(schema.fields)} fields, {sum(1 for _ in schema.walk())} sections, {len(schema.placeholders)} placeholders"
    yield f"{visible_start(schema.name)}   from {visible(schema.path)}   version {schema.version}   {counts}"
    if schema.title:
        yield _row(schema.title.line, "title", "required", visible(schema.title.text.lstrip("# ")))
    where = f" in {schema.side_file}" if schema.side_file else ""
    for field in schema.fields:
        yield _row(field.origin.line, field.name + where, presence(field), field_details(field))
    for section in schema.sections:
        yield from _section(section, 0)
    for field in schema.closing:
        yield _row(field.origin.line, f"{field.name} (at the end)", presence(field), field_details(field))
    if schema.undecided:
        yield ""
        yield "undecided"
        for one in schema.undecided:
            yield _row(
                one.origin.line,
                visible(one.origin.text)[:40],
                f"taken as {one.taken}",
                f"{visible(one.question)}  settle it with <!-- holdfast: {one.directive} -->",
            )


def _section(section: SectionSchema, depth: int) -> Iterator[str]:
    number = f"{section.number}. " if section.number.isdigit() else f"{section.number} " if section.number else ""
    name = f"{'  ' * depth}{'#' * section.level} {number}{section.title}"
    yield _row(section.origin.line, visible(name), presence(section), "; ".join(section_details(section)))
    for field in section.fields:
        yield _row(
            field.origin.line,
            f"{'  ' * (depth + 1)}{field.name}:",
            "note" if field.advice else presence(field),
            field_details(field),
        )
    for child in section.children:
        yield from _section(child, depth + 1)


def _row(line: int, name: str, word: str, details: str) -> str:
    return f"{line:>4}  {visible(name):<40} {word:<12} {details}".rstrip()


def presence(one: FieldSchema | SectionSchema) -> str:
    """Return the word for how a requirement binds."""
    if isinstance(one, SectionSchema) and one.illustration:
        return "illustration"
    if isinstance(one, SectionSchema) and one.repeat is not None:
        return f"repeats {one.repeat}+"
    return one.presence.value


def field_details(field: FieldSchema) -> str:
    """Return type, choices, example and condition of a field in words."""
    parts = [
        field.kind.value
        if field.kind is not FieldKind.ENUM
        else f"one of {', '.join(field.choices)}{' or others' if field.open else ''}"
    ]
    if field.example:
        parts.append(f'example "{field.example}" must not stay')
    if field.waits:
        parts.append("may wait to be filled")
    if field.when:
        parts.append(f"when {field.when.text}")
    elif field.condition:
        parts.append(field.condition)
    parts += [f"{_range(bound.low, bound.high)} {bound.unit}" for bound in field.bounds]
    return "; ".join(visible(part) for part in parts)


def section_details(section: SectionSchema) -> list[str]:
    """Return what the body of a section has to hold, in words."""
    parts = [f"{_range(bound.low, bound.high)} {bound.unit}" for bound in section.bounds]
    if section.items:
        wants = sorted({want for item in section.items for want in item.wants})
        kind = "task boxes" if section.items[0].tasks else "list"
        parts.append(f"{kind} with {', '.join(wants)}" if wants else kind)
    parts += [f"table {' | '.join(visible(column.name) for column in table.columns)}" for table in section.tables]
    parts += [f"code in {visible(fence.language) or 'any language'}" for fence in section.fences]
    if section.when:
        parts.append(f"when {visible(section.when.text)}")
    elif section.condition:
        parts.append(visible(section.condition[:80]))
    return parts


def _range(low: int | None, high: int | None) -> str:
    if low is not None and high is not None:
        return f"{low}-{high}"
    return f"at most {high}" if high is not None else f"at least {low}"
