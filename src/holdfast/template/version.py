"""The version of a schema: a hash of what it demands, not of the file that says so."""

from holdfast.digest import sha256
from holdfast.model.schema import Schema
from holdfast.model.verdict import Origin
from holdfast.records import names_of

_NOT_DEMANDS = frozenset(
    {"version", "path", "name", "origin", "undecided", "because", "condition", "comments", "bare", "guidance"}
)


def version_of(schema: Schema) -> str:
    """Return twelve hex digits that change when, and only when, a demand of the schema changes."""
    return sha256(repr(_shape(schema)).encode()).hexdigest()[:12]


def _shape(value: object) -> object:
    """Return the value as nested tuples, without lines, names and other things that demand nothing."""
    if isinstance(value, Origin):
        return ()
    if isinstance(value, tuple):
        return tuple(_shape(one) for one in value)
    if names := names_of(value):
        return tuple((name, _shape(getattr(value, name))) for name in names if name not in _NOT_DEMANDS)
    return str(value)
