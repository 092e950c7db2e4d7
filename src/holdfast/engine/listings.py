"""The index pages of a folder with the row of a new document."""

from collections.abc import Iterable
from typing import NamedTuple

from holdfast.binding.document import Document
from holdfast.binding.lookup import Lookup
from holdfast.edits.apply import apply
from holdfast.edits.listing import NewRow, facts_of, new_row
from holdfast.edits.rowstyle import Facts
from holdfast.engine.homes import Home
from holdfast.markdown.parser import parse as parse_markdown
from holdfast.model.edit import Fix
from holdfast.world.files import Problem, Tree, read


class Listing(NamedTuple):
    """What becomes of one index page."""

    page: str
    old: bytes
    new: bytes
    """As before where the row is only shown."""
    row: NewRow

    @property
    def line(self) -> int:
        """The 1-based line of the row, where it is on the page."""
        edit = self.row.edit
        return self.old[: edit.span.start].count(b"\n") + 1 + edit.text.startswith("\n") if edit else 0


def listings(tree: Tree, home: Home, new: Facts) -> Iterable[Listing]:
    """Yield what becomes of each index page of a folder that lists its documents."""
    known = {path: facts for path in home.documents for facts in [_facts(tree, home, path)] if facts}
    for page in home.indexes:
        raw = read(tree, page)
        row = None if isinstance(raw, Problem) else new_row(page, parse_markdown(raw), known, new)
        if row and not isinstance(raw, Problem):
            yield Listing(page, raw, apply(raw, [Fix((row.edit,))]).content if row.edit else raw, row)


def _facts(tree: Tree, home: Home, path: str) -> Facts | None:
    raw = read(tree, path)
    if isinstance(raw, Problem):
        return None
    document = Document(path, raw, Lookup(home.template.schema))
    day = document.fields.get("date")
    return facts_of(path, document.own_title, document.status, day.value if day else "")
