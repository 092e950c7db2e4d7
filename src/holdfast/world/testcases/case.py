"""A test as a document names it."""

from typing import NamedTuple


class Case(NamedTuple):
    """One test, or a group of them."""

    way: str
    """The file of this folder that knows its kind: ``pytest``, ``rust``, ``go``, ``javascript``."""
    path: str
    """Of its file, relative to the project or to some folder of it; empty where the document names none."""
    parts: tuple[str, ...]
    """Names from the outermost group to the test itself; empty for a whole file."""
    parameter: str = ""
    """Of a parametrised test the one that is named, with its brackets."""
    sure: bool = True
    """Whether it can be nothing but a test; other names count in sections about testing only."""

    @property
    def name(self) -> str:
        """The last of its names."""
        return self.parts[-1] if self.parts else ""

    @property
    def shown(self) -> str:
        """Its names as people write them."""
        return " > ".join(self.parts) if self.way == "javascript" else "::".join(self.parts)
