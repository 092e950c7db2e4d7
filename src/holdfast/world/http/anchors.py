"""The anchors of an HTML page: every ``id``, and the names of ``<a>``, as the HTML standard finds a fragment (7.4.6.4)."""

from urllib.parse import unquote

from holdfast.world.http.tags import tags

_MOST = 20_000
"""So many anchors are kept of one page."""


class Anchors:
    """What a page can be entered at, and whether that can be known from its text at all."""

    def __init__(self, text: str) -> None:
        """Read a page; whatever is wrong with it, what can be read counts."""
        names: set[str] = set()
        self.scripts = 0
        """How many scripts the page runs; each could make further anchors."""
        self.words = 0
        """How many characters of text it shows without them."""
        for tag in tags(text):
            self.scripts += tag.name == "script"
            self.words += tag.words
            for name in ("id", "name") if tag.name == "a" else ("id",):
                value = tag.attributes.get(name, "")
                if value and len(names) < _MOST and len(value) < 1000:
                    names.add(value)
        self._text = text
        self.names = frozenset(names)

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
