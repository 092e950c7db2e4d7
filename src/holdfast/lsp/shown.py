"""The lines that an editor shows of a place, in Markdown or as plain text; nothing of a document becomes markup."""

from lsprotocol import types

from holdfast.formats.escape import code, markdown, visible
from holdfast.model.verdict import Origin


class Shown:
    """The lines of a hover, in Markdown or as plain text; nothing of a document becomes markup."""

    def __init__(self, *, rich: bool) -> None:
        """Start empty."""
        self._rich = rich
        self._lines: list[str] = []

    def head(self, text: str) -> None:
        """Add what it is about."""
        self._lines.append(f"**{markdown(text, lightly=True)}**" if self._rich else visible(text))

    def say(self, text: str) -> None:
        """Add a sentence."""
        self._lines.append(markdown(text, lightly=True) if self._rich else visible(text))

    def quote(self, before: str, text: str) -> None:
        """Add a few words and a text as it stands somewhere."""
        self._lines.append(
            f"{markdown(before, lightly=True)} {code(text)}" if self._rich else f"{before} {visible(text)}"
        )

    def block(self, text: str) -> None:
        """Add lines as they are."""
        lines = [visible(line) for line in text.splitlines()]
        if self._rich:
            longest = max((len(run) for line in lines for run in line.split(" ") if set(run) == {"`"}), default=2)
            fence = "`" * max(3, longest + 1)
            lines = [fence, *lines, fence]
        self._lines.append("\n".join(lines))

    def origin(self, origin: Origin | None) -> None:
        """Add the template line behind a demand."""
        if origin:
            self.quote(f"template {origin.path}:{origin.line}", origin.text)

    def content(self) -> types.MarkupContent | None:
        """Return all of it; ``None`` for nothing."""
        if not self._lines:
            return None
        kind = types.MarkupKind.Markdown if self._rich else types.MarkupKind.PlainText
        return types.MarkupContent(kind=kind, value="\n\n".join(self._lines))
