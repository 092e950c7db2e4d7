"""``--select`` and ``--ignore``: which rules a run tells of. All of them are asked, so that waivers stay what they are."""

from collections.abc import Iterable, Sequence
from fnmatch import fnmatchcase

from holdfast.config import Config
from holdfast.errors import UsageError
from holdfast.rules import all_rules, current_slug
from holdfast.suggest import suggestion

ALWAYS = frozenset({"file-unreadable", "policy-loosened", "version-unknown"})
"""Told whatever is selected, unless they are ignored by name: without them a run could look better than it is."""


class Selection:
    """The rules that are told."""

    def __init__(self, config: Config, select: Sequence[str] = (), ignore: Sequence[str] = ()) -> None:
        """Take the words of the command line: ``select`` replaces that of the configuration, ``ignore`` adds to it.

        A word is a slug, a pattern such as ``section-*``, or several of either with commas.

        Raises :class:`~holdfast.errors.UsageError` for a word that fits no rule.
        """
        self.select = _patterns("--select", select) or _patterns("select", config.select, config)
        self.ignore = (*_patterns("--ignore", ignore), *_patterns("ignore", config.ignore, config))

    def tells(self, slug: str) -> bool:
        """Tell whether the verdicts of a rule are told."""
        if _fits(slug, self.ignore):
            return False
        return not self.select or slug in ALWAYS or _fits(slug, self.select)

    @property
    def phrases(self) -> tuple[str, ...]:
        """What people are told of it; empty where every rule is told."""
        only = (f"only {', '.join(self.select)}",) if self.select else ()
        return only + ((f"without {', '.join(self.ignore)}",) if self.ignore else ())


def _patterns(key: str, words: Iterable[str], config: Config | None = None) -> tuple[str, ...]:
    slugs = [rule.slug for rule in all_rules()]
    parts = (part.strip() for word in words for part in word.split(","))
    found = tuple(dict.fromkeys(current_slug(part) for part in parts if part))
    for pattern in found:
        if not any(fnmatchcase(slug, pattern) for slug in slugs):
            what = "no rule fits" if set(pattern) & set("*?[") else "there is no rule"
            raise UsageError(
                f"{key}: {what} {pattern!r}",
                where=config.where(key) if config else "",
                remedy=suggestion(pattern, slugs),
            )
    return found


def _fits(slug: str, patterns: Iterable[str]) -> bool:
    return any(fnmatchcase(slug, pattern) for pattern in patterns)
