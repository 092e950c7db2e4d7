"""Which header field of a template is the Status, whatever it is called."""

from dataclasses import replace

from holdfast.markdown.plain import key
from holdfast.model.role import role_of
from holdfast.model.schema import FieldSchema
from holdfast.template.aliases import ALIASES

STATUS_NAMES = ALIASES["status"]
"""Keys of the names that mean it in any language."""
_ALSO = "state"
"""May be a place on the map as well, so its words have to be known for those of a status."""


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
    return name in STATUS_NAMES or (name == _ALSO and any(map(role_of, (value, *field.choices))))
