"""What a schema demands, as a list that two schemas can be compared by."""

from typing import NamedTuple

from holdfast.model.schema import Presence, Schema
from holdfast.model.verdict import Origin


class Demand(NamedTuple):
    """One thing a schema demands of every document."""

    kind: str
    """``section``, ``field`` or ``label``."""
    name: str
    origin: Origin


def demands(schema: Schema) -> list[Demand]:
    """Return everything a schema requires of every document."""
    found = [
        Demand("field", field.name, field.origin) for field in schema.fields if field.presence is Presence.REQUIRED
    ]
    for section in schema.walk():
        if section.presence is Presence.REQUIRED and not section.illustration and section.repeat != 0:
            found.append(Demand("section", section.title, section.origin))
        found += [
            Demand("label", f"{section.title}: {field.name}", field.origin)
            for field in section.fields
            if not field.advice
        ]
    return found + [Demand("label", field.name, field.origin) for field in schema.closing]


def beyond(demanded: list[Demand], known: list[Demand]) -> tuple[Demand, ...]:
    """Return the demands that another list does not hold; they are compared by kind and name."""
    names = {one[:2] for one in known}
    return tuple(one for one in demanded if one[:2] not in names)
