"""Which header field of a template is the Status, whatever it is called, and states of which one is ticked."""

from typing import NamedTuple

from holdfast.markdown.blocks import Parse
from holdfast.markdown.labels import read_label
from holdfast.markdown.outline import Heading
from holdfast.markdown.plain import key
from holdfast.model.role import role_of
from holdfast.model.schema import FieldKind, FieldSchema
from holdfast.model.span import Span
from holdfast.model.verdict import Origin
from holdfast.patterns import pattern
from holdfast.records import replace
from holdfast.template.aliases import ALIASES
from holdfast.template.slots import item_text

STATUS_NAMES = ALIASES["status"]
"""Keys of the names that mean it in any language."""
_WORD = "status"
_ALSO = ("state", "stage")
"""May be a place on the map, or a number, so its words have to be known for those of a status."""
_OF_A_KIND = pattern(
    rf"(?:rfc|rfd|adr|[a-z]{{0,3}}[ei]p|document|proposal|design|decision|record|spec|specification) {_WORD}"
)
"""The status of a kind of document: "RFC Status", "Proposal status"."""
_FEWEST = 3
"""With fewer boxes a section called Status is a list of tasks like any other."""


def is_status_name(title: str) -> bool:
    """Tell whether a name is one of the status, or the same in two languages: ``상태 (Status)``, ``Status / Estado``."""
    name = key(title)
    return name in STATUS_NAMES or (bool(name) and all(word in STATUS_NAMES for word in name.split()))


class StateBox(NamedTuple):
    """One state of a list in which the one that counts is ticked."""

    state: str
    ticked: bool
    span: Span


def is_other_field(text: str) -> bool:
    """Tell whether a text is a field of another name, as ``JIRA: HUDI-1`` below a heading "Status", and no state."""
    found = read_label(text.lstrip().split("\n", 1)[0])
    return found is not None and not is_status_name(found[0]) and role_of(text) is None


def state_boxes(parse: Parse, heading: Heading) -> list[StateBox]:
    """Return the boxes of a section called Status, where most of their words are states; else none."""
    if not is_status_name(heading.title):
        return []
    first = next((one for one in parse.top((heading.body, heading.end)) if one.kind in ("list", "heading")), None)
    if first is None or first.kind != "list":
        return []
    boxes = [one for one in parse.blocks_in((first.start, first.end)) if one.kind == "item" and one.level]
    found = [StateBox(item_text(parse, one), one.level == 2, Span(one.start, one.end)) for one in boxes]
    known = sum(1 for one in found if role_of(one.state))
    return found if len(found) >= _FEWEST and known * 2 > len(found) else []


def ticked_status(boxes: list[StateBox], name: str, origin: Origin) -> FieldSchema:
    """Return the field that a template's list of states amounts to: one of them, whatever is written behind it."""
    words = (one.state.partition("(")[0].partition("{")[0].partition("[")[0].strip() for one in boxes)
    return FieldSchema("status", name, origin, kind=FieldKind.ENUM, choices=tuple(filter(None, words)))


def with_status(fields: list[FieldSchema], values: dict[str, str]) -> list[FieldSchema]:
    """Give the field that says how far a document is the id ``status``, where none has it.

    ``values`` are the template's, by the id of the field.
    """
    if any(one.id == "status" for one in fields):
        return fields
    found = next((one for one in fields if _is_status(one, values.get(one.id, ""))), None)
    return [replace(one, id="status") if one is found else one for one in fields]


def _is_status(field: FieldSchema, value: str) -> bool:
    name = key(field.name)
    if is_status_name(name):
        return True
    if name not in _ALSO and _WORD not in name.split():
        return False
    if _OF_A_KIND.fullmatch(name) and role_of(value):
        return True
    known = sum(1 for one in field.choices if role_of(one))
    return known * 2 >= len(field.choices) > 0 if name not in _ALSO else any(map(role_of, (value, *field.choices)))
