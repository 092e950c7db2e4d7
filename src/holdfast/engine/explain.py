"""Why each requirement applies to one document: which version of the template, which line, what decided it."""

from typing import NamedTuple

from holdfast.binding.answers import section_answer
from holdfast.binding.document import Document
from holdfast.config import Config
from holdfast.engine.judge import named_document
from holdfast.engine.plan import Plan
from holdfast.engine.project import add_versions, open_plan
from holdfast.model.role import role_of
from holdfast.model.schema import FieldSchema, Presence, SectionSchema
from holdfast.model.verdict import Origin


class Line(NamedTuple):
    """One requirement as it meets one document."""

    origin: Origin
    name: str
    presence: str
    because: str
    """What decided the presence: a directive, a marker, a comment, the first sentence, or nothing said otherwise."""
    here: str
    """What the document has for it."""


class Explained(NamedTuple):
    """All that decides what one document is held to."""

    path: str
    template: str
    version: str
    chosen: str
    """Why this version."""
    role: str
    """The role with the reason for it."""
    corpus: str
    lines: tuple[Line, ...]


def explain(start: str, path: str, *, config: str | None = None, policy: str = "") -> Explained:
    """Explain one document.

    Raises :class:`~holdfast.errors.UsageError` for a file that is no document.
    """
    plan, settings = open_plan(start, config=config, policy=policy)
    add_versions(plan, settings)
    found, document = named_document(plan, settings, start, path)
    return Explained(
        path=document.path,
        template=document.schema.path,
        version=document.schema.version,
        chosen=_chosen(plan, document, settings),
        role=f"{document.role.value}: {_word(document, settings)}",
        corpus="living" if found.living else "record",
        lines=tuple(_lines(document)),
    )


def _chosen(plan: Plan, document: Document, config: Config) -> str:
    """Say why this version of the template."""
    if document.schema.path.startswith("builtin:"):
        return "built in, so that it is the same for every document"
    policy = config.template_version
    if policy != "date":
        return {"latest": "today's, as configured", "best": "the one the document fits best, as configured"}.get(
            policy, "the one asked for"
        )
    if plan.timeline.reason:
        return f"today's, because {plan.timeline.reason}"
    birth = plan.timeline.births.get(document.path)
    return (
        f"in force when {birth.commit[:7]} added the document"
        if birth
        else "today's, because the document was never committed"
    )


def _word(document: Document, config: Config) -> str:
    """Say why this role."""
    default = f"which counts as {config.default_role.value}"
    if not document.status:
        return f"no status given, {default}"
    known = role_of(document.status, config.roles)
    return f"Status is {document.status}" if known else f"Status is {document.status}, a word of no role, {default}"


def _lines(document: Document) -> list[Line]:
    schema = document.schema
    lines = [_field(document, field) for field in schema.fields]
    bound = {id(one.schema): one for one in reversed(document.sections.bound)}
    for section in schema.walk():
        one = bound.get(id(section))
        if one is None:
            here = "not there"
        else:
            state = section_answer(document.parse, (one.heading.body, one.heading.end))
            here = f"line {document.parse.line(one.heading.start)} `{one.heading.title}` ({one.match.name.lower()}), {state.value}"
        lines.append(
            Line(section.origin, f"section {section.title}", presence(document, section), _because(section), here)
        )
    return lines


def _field(document: Document, field: FieldSchema) -> Line:
    found = document.fields.get(field.id)
    here = f"{found.value or 'no value'}, {found.state.value}" if found else "not there"
    return Line(field.origin, f"field {field.name}", presence(document, field), _because(field), here)


def presence(document: Document, one: FieldSchema | SectionSchema) -> str:
    """Return whether a document has to have a field or a section, with the condition that decides it."""
    if isinstance(one, SectionSchema) and one.illustration:
        return "illustration"
    if one.presence is Presence.CONDITIONAL and one.when is not None:
        met = "required" if document.demanded(one.presence, one.when) else "not required"
        return f"{met} ({one.when.text})"
    return one.presence.value


def _because(one: FieldSchema | SectionSchema) -> str:
    return one.because or "nothing says otherwise"
