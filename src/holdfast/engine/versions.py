"""The versions of a template as schemas, and which of them a document is held to."""

import os
from dataclasses import dataclass, field
from typing import NamedTuple

from holdfast.binding.lookup import Lookup
from holdfast.config import POLICIES, Config
from holdfast.engine.templates import Template
from holdfast.engine.timeline import Blob, Timeline
from holdfast.errors import TemplateError, UsageError
from holdfast.suggest import suggestion
from holdfast.template.compile import compile_template


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


@dataclass(slots=True)
class Versions:
    """All versions of one template; a text is compiled when a document first asks for it."""

    template: Template
    timeline: Timeline
    config: Config
    current: Version = field(init=False)
    _compiled: dict[str, Version] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Compile nothing yet but the text of the working tree, which is there already."""
        lookup = Lookup(self.template.schema, dict(self.config.aliases))
        self.current = Version(lookup, self.template.digest, self.template.raw, None)

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
            text = self.timeline.texts.get(id, [""])[0].encode()
            self._compiled[id] = self.current if text == self.template.raw or not text else self._compile(id, text)
        return self._compiled[id]

    def _compile(self, id: str, text: bytes) -> Version:
        blob = next((one for one in self.timeline.blobs.get(self.template.path, []) if one.id == id), None)
        path = f"{blob.path}@{blob.commit[:7]}" if blob else f"{self.template.path}@{id[:7]}"
        try:
            schema = compile_template(text, path, self.template.schema.name)
        except TemplateError:
            return self.current
        if not schema.sections and not schema.fields:
            return self.current
        return Version(Lookup(schema, dict(self.config.aliases)), id, text, blob)


def check_policy(policy: str, versions: list[Versions]) -> None:
    """Refuse a policy that is neither a known word nor the version of some template.

    Raises :class:`~holdfast.errors.UsageError` with the versions there are.
    """
    if policy in POLICIES:
        return
    known = [one.version for template in versions for one in template.all()]
    if not any(version.startswith(policy) for version in known):
        raise UsageError(
            f"template-version: {policy!r} is no version", remedy=suggestion(policy, [*POLICIES, *known]), where=os.curdir
        )
