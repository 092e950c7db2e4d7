"""A schema made ready for binding: every name of every field and section, looked up once a run."""

from holdfast.binding.matching import SiblingIndex
from holdfast.markdown.plain import key
from holdfast.model.schema import FieldSchema, Schema, SectionSchema
from holdfast.template.aliases import ALIASES

Aliases = dict[str, tuple[str, ...]]
"""A project's own aliases: key of a template heading or field to further names."""


class Lookup:
    """The names a schema answers to, a project's aliases included; shared by all its documents."""

    def __init__(self, schema: Schema, aliases: Aliases | None = None, text: bytes = b"") -> None:
        """Prepare the fields; sections are prepared when their parents are first bound.

        ``text`` is that of the template, where what is missing may have to be taken from it.
        """
        self.schema = schema
        self.aliases = aliases or {}
        self.text = text
        self.fields = self._field_names()
        self._siblings: dict[int, SiblingIndex] = {}

    def siblings(self, sections: tuple[SectionSchema, ...], above: str = "") -> SiblingIndex:
        """Return the index of sections that stand side by side in this schema, below a section of the title ``above``."""
        found = self._siblings.get(id(sections))
        if found is None:
            fixed = tuple(one for one in sections if one.repeat is None)
            found = self._siblings[id(sections)] = SiblingIndex(fixed, self.aliases, above)
        return found

    def _field_names(self) -> dict[str, FieldSchema]:
        """Every spelling of every field: singular and plural, aliases, other languages."""
        names: dict[str, FieldSchema] = {}
        for field in (*self.schema.fields, *self.schema.closing):
            name = key(field.name)
            own = (key(alias) for alias in (*field.aliases, *self.aliases.get(name, ())))
            for other in (name, name.removesuffix("s"), *own, *ALIASES.get(name, ())):
                names.setdefault(other, field)
        return names
