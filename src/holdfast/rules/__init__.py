"""Rules: one file each, which only reads. To be in this folder is to be registered.

A rule module has a docstring that is its documentation page and its test, an ``OBLIGATION`` that is
its row in the table of severities, and one function or both::

    def judge(document: Document, report: Report) -> None: ...
    def survey(corpus: Corpus, report: CorpusReport) -> None: ...

``judge`` sees one document at a time and its answers are kept until the document changes; ``survey``
sees the facts of all of them. ``VERSIONED = True`` says that the answers depend on the version of the
template; where that is unknown they are unproven. ``LIVING = True`` says that the rule holds a document
against the world of today, which only living corpora are asked. ``FORMERLY = ("old-slug",)`` keeps
the names that a rule had in earlier releases. The slug is the file's name with dashes, and it names the fault.
Distributions add rules through the entry point group ``holdfast.rules``.
"""

from collections.abc import Callable
from functools import cache
from importlib import import_module
from typing import Any

from holdfast.binding.document import Document
from holdfast.model.corpus import Corpus, CorpusReport
from holdfast.model.obligation import Obligation
from holdfast.model.verdict import Report
from holdfast.plugins import modules_in, plugins
from holdfast.records import record


@record
class Rule:
    """One rule as the engine sees it."""

    slug: str
    page: str
    """The docstring: what it finds, why, and examples that are run."""
    obligation: Obligation
    judge: Callable[[Document, Report], None] | None
    survey: Callable[[Corpus, CorpusReport], None] | None
    versioned: bool = False
    """Whether its answers depend on which version of the template a document was written from."""
    living: bool = False
    """Whether it holds documents against the world of today, which is asked of living corpora only."""
    formerly: tuple[str, ...] = ()
    """Slugs it had in earlier releases, which people may still write."""

    @property
    def summary(self) -> str:
        """The first line of the page."""
        return self.page.strip().split("\n", 1)[0]


@cache
def all_rules() -> tuple[Rule, ...]:
    """Return every rule, ordered by slug: those in this folder, then those of other distributions."""
    found = [rule_of(import_module(f"{__name__}.{name}"), name) for name in modules_in(__path__)]
    foreign = [rule_of(module, name) for name, module in plugins("holdfast.rules")]
    return tuple(sorted([*found, *foreign], key=lambda rule: rule.slug))


def current_slug(slug: str) -> str:
    """Return the slug that a rule has today; a word that no rule ever had comes back as it is."""
    return next((rule.slug for rule in all_rules() if slug in rule.formerly), slug)


def obligation_of(slug: str) -> Obligation:
    """Return the row of one rule; the others are not loaded for it where it is one of this folder.

    Raises ``KeyError`` for a slug that no rule has.
    """
    try:
        found: Obligation = import_module(f"{__name__}.{slug.replace('-', '_')}").OBLIGATION
    except ModuleNotFoundError:
        return {rule.slug: rule.obligation for rule in all_rules()}[slug]
    return found


def rule_of(module: Any, name: str) -> Rule:
    """Return the rule a module holds; ``name`` is its file name without the suffix."""
    return Rule(
        slug=name.replace("_", "-"),
        page=module.__doc__ or "",
        obligation=module.OBLIGATION,
        judge=getattr(module, "judge", None),
        survey=getattr(module, "survey", None),
        versioned=getattr(module, "VERSIONED", False),
        living=getattr(module, "LIVING", False),
        formerly=getattr(module, "FORMERLY", ()),
    )
