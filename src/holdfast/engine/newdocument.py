"""A new document made and looked at: what was written, what ``check`` says of it, and what is left to fill in."""

import os
from typing import NamedTuple

from holdfast.engine.blanks import blanks_beside, blanks_of
from holdfast.engine.check import check
from holdfast.engine.listings import Listing
from holdfast.engine.new import Draft, boilerplate_of
from holdfast.engine.plan import Plan
from holdfast.engine.writing import write
from holdfast.model.severity import Severity
from holdfast.model.state import Blank
from holdfast.model.verdict import Verdict

_BLANK = frozenset(
    {
        "answer-open",
        "comment-left",
        "document-unfilled",
        "finding-unsourced",
        "item-incomplete",
        "placeholder-left",
        "section-empty",
    }
)
"""What is said of a blank until somebody fills it in."""


class NewDocument(NamedTuple):
    """What came of a request for a document."""

    root: str
    draft: Draft
    dry: bool
    """Nothing was written."""
    left: tuple[Listing, ...]
    """Index pages that changed meanwhile, or whose style is not certain, so that their row is only shown."""
    blanks: tuple[Blank, ...]
    verdicts: tuple[Verdict, ...]
    """What ``check`` says beyond the blanks."""
    held: str
    """The type ``check`` takes the document for; empty where it does not find it, or takes it for none."""

    @property
    def path(self) -> str:
        """Of the document, relative to the root."""
        return self.draft.sheet.path

    @property
    def bound(self) -> bool:
        """Whether ``check`` holds the document to the template it was written from."""
        return self.held == self.draft.sheet.home.name


def finish(plan: Plan, start: str, draft: Draft, *, config_path: str | None = None, dry: bool = False) -> NewDocument:
    """Write a draft unless it is ``dry``, and look at what was written.

    Raises :class:`~holdfast.errors.WriteError` where it cannot be written.
    """
    root = plan.tree.root
    changed = [] if dry else write(root, draft)
    left = tuple(one for one in draft.listings if one in changed or one.new == one.old)
    home = draft.sheet.home
    first = draft.texts[0]
    blanks = tuple(blanks_of(first.path, first.content, home.template, boilerplate_of(plan.tree, home)))
    beside = tuple(
        blank._replace(where=f"{os.path.basename(one.path)}: {blank.where}")
        for one in draft.texts[1:]
        for blank in blanks_beside(one.content, one.before, home.template.schema)
    )
    blanks = beside + blanks
    if dry:
        return NewDocument(root, draft, dry, left, blanks, (), home.name)
    result = check(start, config=config_path)
    pages = {one.page for one in draft.listings}
    name = os.path.basename(first.path)
    verdicts = tuple(
        one
        for one in result.verdicts
        if (one.path == first.path and (one.slug not in _BLANK or one.severity is Severity.ERROR))
        or (one.path in pages and name in one.found)
    )
    own = next((one for one in result.documents if one.path == first.path), None)
    unbound = any(one.path == first.path and one.slug == "document-unbound" for one in result.verdicts)
    held = "" if own is None or unbound else own.type if own.version != home.template.schema.version else home.name
    return NewDocument(root, draft, dry, left, blanks, verdicts, held)
