"""The anchors of an HTML page: every ``id``, and the names of ``<a>``, as the HTML standard finds a fragment (7.4.6.4)."""

from html.parser import HTMLParser
from urllib.parse import unquote

_MOST = 20_000
"""So many anchors are kept of one page."""
_CHUNK = 65536


class Anchors:
    """What a page can be entered at, and whether that can be known from its text at all."""

    def __init__(self, text: str) -> None:
        """Read a page; whatever is wrong with it, what can be read counts."""
        reader = _Reader()
        for start in range(0, len(text), _CHUNK):
            reader.feed(text[start : start + _CHUNK])
        reader.close()
        self._text = text
        self.names = frozenset(reader.names)
        self.scripts = reader.scripts
        """How many scripts the page runs; each could make further anchors."""
        self.words = reader.words
        """How many characters of text it shows without them."""

    def has(self, fragment: str) -> bool:
        """Tell whether a fragment, as it stands in a URL, leads into the page."""
        name = unquote(fragment)
        if name == "" or name.casefold() == "top":
            return True
        # GitHub and its likes prefix the anchors of user content and find them by script.
        return bool({name, fragment, f"user-content-{name}"} & self.names)

    def may_make(self, fragment: str) -> bool:
        """Tell whether scripts of the page may make an anchor that it has not: the name stands somewhere in what they are given."""
        return bool(self.scripts) and unquote(fragment) in self._text

    @property
    def built_by_script(self) -> bool:
        """Tell whether a page shows so little without its scripts that its anchors are made by them."""
        return bool(self.scripts) and (self.words < 500 or not self.names)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.names: set[str] = set()
        self.scripts = 0
        self.words = 0
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.scripts += tag == "script"
        if tag in ("script", "style"):
            self._silent = 1
        for name, value in attrs:
            if (
                value
                and len(self.names) < _MOST
                and len(value) < 1000
                and (name == "id" or (name == "name" and tag == "a"))
            ):
                self.names.add(value)

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self._silent = 0

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words += len(data.strip())
