"""What must hold of any bytes that are taken for a document, a template or a YAML file."""

from functools import cache

from holdfast.binding.document import Document
from holdfast.binding.examples import examples
from holdfast.binding.facts import document_entry
from holdfast.binding.lookup import Lookup
from holdfast.binding.waivers import read_waivers
from holdfast.builtin import NAMES, builtin_template
from holdfast.edits.apply import apply
from holdfast.engine.codec import decode, encode
from holdfast.engine.judge import Judged
from holdfast.errors import HoldfastError
from holdfast.markdown.blocks import Parse, readable
from holdfast.markdown.header import read_header
from holdfast.markdown.outline import outline
from holdfast.model.edit import Fix
from holdfast.model.outcome import Outcome
from holdfast.model.severity import Severity
from holdfast.model.span import Span
from holdfast.model.verdict import Verdict
from holdfast.rules import all_rules
from holdfast.template.compile import compile_template


@cache
def lookups() -> tuple[Lookup, ...]:
    """Return the built-in templates, ready to be bound to."""
    raws = [(name, builtin_template(name)) for name in NAMES]
    return tuple(Lookup(compile_template(raw, f"builtin:{name}", name), None, raw) for name, raw in raws)


def hold(raw: bytes) -> None:
    """Raise ``AssertionError``, or whatever the code raises, where one of the laws does not hold of these bytes."""
    parse: Parse | None = None
    for lookup in lookups():
        document = Document("docs/a.md", raw, lookup, parse=parse)
        if parse is None:
            parse = document.parse
            _spans(parse, raw)
        verdicts = _judged(document)
        _fixes(document, raw, verdicts)
        judged = Judged(document_entry(document), verdicts, [], read_waivers(parse, document.headings))
        kept = encode(judged)
        assert encode(decode("docs/a.md", kept)) == kept
    try:
        schema = compile_template(raw, "TEMPLATE.md", "a")
    except HoldfastError:
        return
    own = Document("docs/a.md", raw, Lookup(schema, None, raw))
    _judged(own)


def _spans(parse: Parse, raw: bytes) -> None:
    """Every span lies within the text, slices back to it, and has the position that counting gives it."""
    source = parse.source
    assert raw.removeprefix(b"\xef\xbb\xbf") == source
    size = len(source)
    for one in (*parse.blocks, *parse.inlines, *parse.definitions):
        assert 0 <= one.start <= one.end <= size, one
        assert parse.slice(one.start, one.end) == readable(source[one.start : one.end])
        line, column = parse.position(one.start)
        begin = parse.lines[line - 1]
        assert column == len(readable(source[begin : one.start])) + 1, one
    for before, after in zip(parse.blocks, parse.blocks[1:], strict=False):
        assert before.start <= after.start
    headings = outline(parse)
    for place, heading in enumerate(headings):
        assert heading.start <= heading.body <= heading.end <= size
        assert -1 <= heading.parent < place
    for field in read_header(parse, headings).fields:
        assert 0 <= field.name_span.start <= field.name_span.end <= size, field
        assert 0 <= field.span.start <= field.span.end <= size, field
    for example in examples("docs/a.md", parse, headings):
        assert 0 <= example.span.start <= example.span.end <= size


def _judged(document: Document) -> list[Verdict]:
    """Return what every rule says of a document alone."""
    found: list[Verdict] = []
    for rule in all_rules():

        def report(span: Span, text: str, remedy: str, *, slug: str = rule.slug, **more: object) -> None:
            assert 0 <= span.start <= span.end <= len(document.parse.source), (slug, span)
            assert text, slug
            assert remedy, slug
            fix = more.get("fix")
            place = document.parse.position(span.start)
            found.append(
                Verdict(
                    slug, Outcome.BROKEN, Severity.NOTE, document.path, span, place, text, remedy,
                    fix=fix if isinstance(fix, Fix) else None,
                )
            )  # fmt: skip

        if rule.judge:
            rule.judge(document, report)
    return found


def _fixes(document: Document, raw: bytes, verdicts: list[Verdict]) -> None:
    """What is offered fits the text; bytes outside of its spans stay."""
    fixes = [one.fix for one in verdicts if one.fix and one.fix.safe]
    for fix in fixes:
        assert all(0 <= edit.span.start <= edit.span.end <= len(document.parse.source) for edit in fix.edits)
    done = apply(raw, fixes).content
    assert raw.startswith(b"\xef\xbb\xbf") == done.startswith(b"\xef\xbb\xbf") or not fixes
    assert fixes or done == raw
