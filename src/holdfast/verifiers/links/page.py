"""What is known of one page on the web: what its server answered, and which of the anchors asked for it has."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class WebPage:
    """One answer, as it is kept."""

    status: int = 0
    """Of the last response; 0 where there was none."""
    trouble: str = ""
    """Why there is no answer: a kind of :class:`~holdfast.world.http.trouble.Trouble`."""
    found: str = ""
    """The same in words."""
    moved: str = ""
    """Where it is now, for good: as far as permanent redirects lead from the beginning."""
    html: bool = False
    scripted: bool = False
    """Whether the page builds its contents, and so its anchors, by script."""
    cut: bool = False
    """Whether it was longer than what is read."""
    anchors: Mapping[str, bool] = field(default_factory=dict)
    """Each fragment asked for, to whether it is there."""
    etag: str = ""
    modified: str = ""

    @property
    def fine(self) -> bool:
        """Whether the page is there."""
        return 200 <= self.status < 300

    @property
    def gone(self) -> bool:
        """Whether the page, or its host, is certainly not there."""
        return self.status in (404, 410) or self.trouble == "name"


def kept(page: WebPage) -> dict[str, Any]:
    """Return a page as plain data: only what says something."""
    return {key: value for key, value in asdict(page).items() if value}


def recalled(data: Mapping[str, Any]) -> WebPage | None:
    """Return a page from plain data; ``None`` for what another version wrote."""
    try:
        return WebPage(**data)
    except TypeError:
        return None
