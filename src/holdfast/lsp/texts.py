"""The texts that an editor holds open, kept as bytes, with its own count of their versions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lsprotocol import types

from holdfast.lsp.ruler import Ruler
from holdfast.lsp.uris import path_of
from holdfast.markdown.blocks import BOM


@dataclass(slots=True)
class Text:
    """One open text."""

    uri: str
    """As the editor writes it, which is how it wants to be answered."""
    path: str
    """Absolute path of its file; empty for a text that is no file, such as an untitled one."""
    version: int
    raw: bytes
    """With a byte order mark where the editor sent one."""


class Texts:
    """All open texts by URI."""

    def __init__(self) -> None:
        """Hold nothing yet; positions are counted in UTF-16 until the editor has said otherwise."""
        self.encoding = "utf-16"
        self._open: dict[str, Text] = {}
        self._rulers: dict[str, tuple[bytes, Ruler]] = {}

    def __iter__(self) -> Iterator[Text]:
        """Go through the open texts."""
        return iter(list(self._open.values()))

    def get(self, uri: str) -> Text | None:
        """Return an open text."""
        return self._open.get(uri)

    def at(self, path: str) -> Text | None:
        """Return the open text of a file, whichever way its editor writes the URI."""
        return next((one for one in self._open.values() if one.path == path), None)

    def open(self, item: types.TextDocumentItem) -> Text:
        """Take in a text; one that is open already is replaced."""
        text = Text(item.uri, path_of(item.uri), item.version, _encoded(item.text))
        self._open[item.uri] = text
        return text

    def change(self, uri: str, version: int, changes: Sequence[types.TextDocumentContentChangeEvent]) -> Text | None:
        """Apply changes, one after the other; ``None`` where the text is not open, or the change is older than it."""
        text = self._open.get(uri)
        if text is None or version <= text.version:
            return None
        raw = text.raw
        for change in changes:
            new = _encoded(change.text)
            if isinstance(change, types.TextDocumentContentChangePartial):
                marked = raw.startswith(BOM)
                ruler = Ruler(raw, self.encoding, keeps_mark=True) if marked else self._ruler(uri, raw)
                span = ruler.span(change.range)
                raw = raw[: span.start] + new + raw[span.end :]
            else:
                raw = new
        text.raw, text.version = raw, version
        return text

    def close(self, uri: str) -> Text | None:
        """Forget a text, and return it; ``None`` where it was not open."""
        self._rulers.pop(uri, None)
        return self._open.pop(uri, None)

    def ruler(self, text: Text) -> Ruler:
        """Return the text, measured as its editor counts."""
        return self._ruler(text.uri, text.raw)

    def _ruler(self, uri: str, raw: bytes) -> Ruler:
        known = self._rulers.get(uri)
        if known is None or known[0] is not raw:
            known = self._rulers[uri] = (raw, Ruler(raw, self.encoding, shows_mark=True))
        return known[1]


def _encoded(text: str) -> bytes:
    """Return a text as UTF-8; half a surrogate pair, which no file can hold, becomes a question mark."""
    return text.encode("utf-8", "replace")
