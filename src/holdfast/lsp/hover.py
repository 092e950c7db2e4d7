"""What is shown of a place: the requirement and its template line, a claim and its last evidence, a link and its document."""

from collections.abc import Iterator

from lsprotocol import types

from holdfast.binding.answers import section_answer
from holdfast.binding.sections import BoundSection
from holdfast.binding.waivers import read_waivers
from holdfast.engine.explain import presence
from holdfast.engine.tested import tested
from holdfast.lsp.claims import say_claim
from holdfast.lsp.desk import Desk, Page
from holdfast.lsp.shown import Shown
from holdfast.lsp.targets import field_at, heading_at, link_at, section_of, targets_at
from holdfast.model.schema import FieldSchema, SectionSchema
from holdfast.model.span import Span
from holdfast.rules import all_rules


def hover(desk: Desk, params: types.HoverParams) -> types.Hover | None:
    """Return what is known of the place the pointer is on."""
    page = desk.page(params.text_document.uri)
    if page is None or page.live is None:
        return None
    formats = desk.can("text_document", "hover", "content_format") or []
    shown = Shown(rich=types.MarkupKind.Markdown in formats)
    offset = page.ruler.offset(params.position)
    span = _about(page, offset, shown)
    content = shown.content()
    return types.Hover(contents=content, range=page.ruler.first_line(span) if span else None) if content else None


def _about(page: Page, offset: int, shown: Shown) -> Span | None:
    """Tell of what stands at an offset, the smallest first; return where it stands."""
    for tell in (_of_waiver, _of_link, _of_claim, _of_field, _of_section):
        span = tell(page, offset, shown)
        if span is not None:
            return span
    return None


def _of_waiver(page: Page, offset: int, shown: Shown) -> Span | None:
    for one in read_waivers(page.parse, page.headings) if b"waive" in page.raw else ():
        if one.spot.start <= offset <= one.spot.end:
            shown.head(
                f"waives {', '.join(one.slugs)} in {f'the section {one.section}' if one.section else 'the document'}"
            )
            pages = {rule.slug: rule.summary for rule in all_rules()}
            for slug in one.slugs:
                shown.say(f"`{slug}`: {pages.get(slug, 'there is no such rule')}")
            return Span(one.spot.start, one.spot.end)
    return None


def _of_link(page: Page, offset: int, shown: Shown) -> Span | None:
    """Tell which document a link, or the number of one, leads to."""
    target = next(targets_at(page, offset), None)
    if target is None or page.live is None:
        return None
    entry = page.live.session.entries.get(target.path)
    shown.head(entry.title if entry and entry.title else target.path)
    status = f", {entry.status or 'no status'}" if entry and entry.kind == "document" else ""
    shown.say(f"`{target.path}{f'#{target.anchor}' if target.anchor else ''}`{status}")
    link = link_at(page, offset)
    return Span(link.spot.start, link.spot.end) if link else Span(offset, offset)


def _of_claim(page: Page, offset: int, shown: Shown) -> Span | None:
    if page.live is None:
        return None
    around = [
        one
        for one in tested(page.live.plan, page.live.config, page.path)
        if one.claim.of.span.start <= offset <= one.claim.of.span.end
    ]
    if not around:
        return None
    one = min(around, key=lambda one: one.claim.of.span.end - one.claim.of.span.start)
    say_claim(one, shown)
    return one.claim.of.span


def _of_field(page: Page, offset: int, shown: Shown) -> Span | None:
    field = field_at(page, offset)
    if field is None or field.schema is None or page.document is None:
        return None
    _say_field(page, field.schema, shown)
    return Span(field.name_span.start, field.span.end)


def _say_field(page: Page, schema: FieldSchema, shown: Shown) -> None:
    document = page.document
    if document is None:
        return
    shown.head(f"{schema.name}: {presence(document, schema)}")
    if schema.choices:
        shown.say(f"one of {', '.join(schema.choices)}{', or other words' if schema.open else ''}")
    elif schema.kind.value != "text":
        shown.say(f"its value: {KINDS[schema.kind.value]}")
    if schema.id == "status":
        shown.say(f"counts as {document.role.value}; `holdfast rules` lists what that asks")
    if schema.because:
        shown.say(schema.because)
    shown.origin(schema.origin)


KINDS = {
    "month": "a month and a year",
    "date": "a day, YYYY-MM-DD",
    "enum": "one of a few words",
    "links": "links to documents",
    "persons": "people",
    "text": "text",
}
"""What a kind of field takes."""


def _of_section(page: Page, offset: int, shown: Shown) -> Span | None:
    heading = heading_at(page, offset)
    bound = section_of(page, heading) if heading else None
    if heading is None or bound is None or page.document is None:
        return None
    _say_section(page, bound, shown)
    return Span(heading.start, heading.body)


def _say_section(page: Page, bound: BoundSection, shown: Shown) -> None:
    document, schema = page.document, bound.schema
    if document is None:
        return
    shown.head(f"{schema.title}: {presence(document, schema)}")
    if schema.because:
        shown.say(schema.because)
    state = section_answer(page.parse, (bound.heading.body, bound.heading.end))
    shown.say(f"here: {state.value}")
    for said in _demands(schema):
        shown.say(said)
    shown.origin(schema.origin)


def _demands(schema: SectionSchema) -> Iterator[str]:
    """Yield what a section has to hold, each with the line of the template that says so."""
    for bound in schema.bounds:
        low, high = bound.low, bound.high
        size = f"{low} to {high}" if low and high else f"at least {low}" if low else f"at most {high}"
        yield f"{size} {bound.unit} (line {bound.origin.line})"
    for item in schema.items:
        wants = [*(["a task box"] if item.tasks else []), *(f"a {want}" for want in item.wants)]
        if wants:
            yield f"each item: {', '.join(wants)} (line {item.origin.line})"
    for table in schema.tables:
        yield f"a table: {' | '.join(one.name for one in table.columns)} (line {table.origin.line})"
    for fence in schema.fences:
        yield f"a code block{f' in {fence.language}' if fence.language else ''} (line {fence.origin.line})"
    if schema.children:
        yield f"sections: {', '.join(one.title for one in schema.children)}"
