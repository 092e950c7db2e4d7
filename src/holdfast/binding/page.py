"""A page as verifiers see it: one document, or one further page that is verified by name, with what is asked of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from holdfast.binding.document import Document
from holdfast.markdown.blocks import Parse
from holdfast.markdown.outline import Heading
from holdfast.model.role import Role


@dataclass(frozen=True, slots=True)
class Page:
    """One Markdown file that may hold claims."""

    root: str
    """Absolute path of the project."""
    path: str
    """Relative to the root."""
    parse: Parse
    headings: list[Heading]
    document: Document | None
    """``None`` for a page that no template speaks of, such as a README."""
    role: Role
    asked: bool
    """Whether it is held against the world at all: a living document, or a page that was named."""
    settings: Mapping[str, Any]
    """The ``[verify]`` table of the configuration."""
    online: bool = False
    """Whether the user lets verifiers ask the network."""
    measure: bool = False
    """Whether the user lets verifiers run the commands that measure."""
