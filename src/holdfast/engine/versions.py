"""The versions of a template as schemas, and which of them a document is held to."""

from typing import NamedTuple

from holdfast.binding.lookup import Lookup
from holdfast.config import POLICIES, Config
from holdfast.engine.pins import Pins
from holdfast.engine.templates import Template, digest_of
from holdfast.engine.timeline import Blob, Timeline
from holdfast.errors import TemplateError, UsageError
from holdfast.model.schema import FieldSchema
from holdfast.records import field, mutable, replace
from holdfast.suggest import suggestion
from holdfast.template.compile import compile_template
from holdfast.template.part import own_part, shows_document


class Version(NamedTuple):
    """One text of a template, compiled."""

    lookup: Lookup
    tag: str
    """Names the text for caches."""
    raw: bytes
    blob: Blob | None
    """Where history has it; ``None`` for the text in the working tree."""

    @property
    def version(self) -> str:
        """The version of the schema."""
        return self.lookup.schema.version


@mutable
class Versions:
    """All versions of one template; a text is compiled when a document first asks for it."""

    template: Template
    timeline: Timeline
    config: Config
    pins: Pins = field(default_factory=Pins)
    _compiled: dict[str, Version] = field(default_factory=dict)
    _pinned: dict[str, Version | None] = field(default_factory=dict)

    @property
    def current(self) -> Version:
        """That of the working tree, which is compiled already."""
        if "" not in self._compiled:
            lookup = Lookup(self.template.schema, dict(self.config.aliases), self.template.raw)
            self._compiled[""] = Version(lookup, self.template.digest, self.template.raw, None)
        return self._compiled[""]

    @property
    def unknown(self) -> bool:
        """Whether documents are to be held to the version of their time and history cannot tell it."""
        return bool(self.timeline.reason) and self.config.template_version == "date" and not self.template.builtin

    def candidates(self, path: str) -> list[Version]:
        """Return the versions a document may be held to, the newest first: one, or with ``best`` all."""
        policy = self.config.template_version
        if policy == "latest" or self.template.builtin or self.timeline.reason:
            return [self.current]
        if policy == "best":
            return self.all()
        if policy == "date":
            blob = self.timeline.chosen.get(self.template.path, {}).get(path)
            return [self._version(blob) if blob else self.current]
        return [one for one in self.all() if one.version.startswith(policy)][:1] or [self.current]

    def pinned(self, path: str) -> Version | None:
        """Return the version of this template that the baseline pins a document to, where there is one and its text is there."""
        digest = self.pins.documents.get(path, "")
        if not digest or self.config.template_version != "date" or self.template.builtin:
            return None
        if digest == self.template.digest:
            return self.current
        if digest not in self._pinned:
            self._pinned[digest] = self._compile_pin(digest)
        return self._pinned[digest]

    def all(self) -> list[Version]:
        """Return one version for each distinct schema, the newest first, starting with the working tree's."""
        found = {self.current.version: self.current}
        for blob in reversed(self.timeline.blobs.get(self.template.path, [])):
            one = self._version(blob.id)
            found.setdefault(one.version, one)
        return list(found.values())

    def since(self, version: Version) -> Blob | None:
        """Return where history first has a version's schema, or ``None`` where it is only in the working tree."""
        for blob in self.timeline.blobs.get(self.template.path, []):
            if self._version(blob.id).version == version.version:
                return blob
        return None

    def _version(self, id: str) -> Version:
        """Compile a text of history; one that cannot be compiled gives way to today's."""
        if id not in self._compiled:
            raw, *side = (text.encode("utf-8", "surrogateescape") for text in self.timeline.texts.get(id, [""]))
            # A page was there before it showed a template.
            raw = own_part(raw) if not self.template.shown or shows_document(raw) else b""
            today = not raw or digest_of(raw, *side) == self.template.digest
            self._compiled[id] = self.current if today else self._compile(id, raw, *side)
        return self._compiled[id]

    def _compile(self, id: str, raw: bytes, *side: bytes) -> Version:
        blob = next((one for one in self.timeline.blobs.get(self.template.path, []) if one.id == id), None)
        path = f"{blob.path}@{blob.commit[:7]}" if blob else f"{self.template.path}@{id[:7]}"
        lookup = self._lookup(path, raw, *side)
        return Version(lookup, f"{id} {path}", raw, blob) if lookup else self.current

    def _compile_pin(self, digest: str) -> Version | None:
        """Compile a text of the baseline; ``None`` where it is none of this template's, or not what its digest says."""
        pin = self.pins.texts.get(digest)
        if pin is None or pin.template != self.template.path:
            return None
        raw, *side = (text.encode("utf-8", "surrogateescape") for text in (pin.text, pin.side) if text is not None)
        lookup = self._lookup(pin.origin, raw, *side) if digest_of(raw, *side) == digest else None
        return Version(lookup, f"{digest} {pin.origin}", raw, None) if lookup else None

    def _lookup(self, path: str, raw: bytes, *side: bytes) -> Lookup | None:
        """Compile an older text; ``None`` where it cannot be compiled, or demands nothing."""
        name = self.template.schema.side_file
        try:
            schema = compile_template(raw, path, self.template.schema.name, side_file=(name, side[0]) if side else None)
        except TemplateError:
            return None
        if not schema.sections and not schema.fields:
            return None
        if side:
            schema = replace(schema, fields=tuple(_dated(one, name, path) for one in schema.fields))
        return Lookup(schema, dict(self.config.aliases), raw)


def _dated(field: FieldSchema, side_file: str, path: str) -> FieldSchema:
    """Let a field of a side file name the commit it is from, as the template's own path does."""
    beside = field.origin.path.rpartition("/")[2] == side_file
    return (
        replace(field, origin=field.origin._replace(path=f"{field.origin.path}@{path.rpartition('@')[2]}"))
        if beside
        else field
    )


def check_policy(policy: str, versions: list[Versions]) -> None:
    """Refuse a policy that is neither a known word nor the version of some template.

    Raises :class:`~holdfast.errors.UsageError` with the versions there are.
    """
    if policy in POLICIES:
        return
    known = [one.version for template in versions for one in template.all()]
    if not any(version.startswith(policy) for version in known):
        raise UsageError(
            f"template-version: {policy!r} is no version of a template here",
            remedy=suggestion(policy, [*POLICIES, *known]),
        )
