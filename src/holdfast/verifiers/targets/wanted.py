"""Which measurement a row of a table of targets names, by its notes and the configuration."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from holdfast.binding.goals import Goal, goals
from holdfast.binding.page import Page
from holdfast.binding.quantity import Quantity
from holdfast.binding.ratio import Ratio
from holdfast.markdown.plain import key
from holdfast.patterns import pattern

_PERCENTILE = pattern(r"\b(?:p(\d{1,2}(?:\.\d+)?)|(\d{1,2}(?:\.\d+)?)th percentile)\b")
_WORDS = {"avg": "mean", "average": "mean", "mean": "mean", "median": "median", "typical": "median"}


@dataclass(frozen=True, slots=True)
class Wanted:
    """A row with all that says what is to be compared with what."""

    goal: Goal
    name: str
    """Of the table of the configuration, or the path of the file."""
    file: str = ""
    """Relative to the root; empty where only a command makes it."""
    format: str = ""
    metric: str = ""
    statistic: str = ""
    unit: str = ""
    against: str = ""
    """Metric of the same file that a ratio compares with."""
    command: str = ""
    timeout: float = 600.0
    reads: tuple[str, ...] = ()
    """Files and folders that are measured, relative to the root: where they changed since, the measurement is stale."""
    fault: str = ""
    """Why there is nothing to compare with."""

    @property
    def content(self) -> str:
        """All of it that an answer depends on, as text."""
        one = self.goal
        said = (one.name, one.target_text, one.actual_text, one.unit, one.actual_unit, one.measured)
        how = (self.name, self.file, self.format, self.metric, self.statistic, self.unit, self.against, self.command)
        return repr((1, said, how, self.reads) if self.reads else (1, said, how))

    @property
    def series(self) -> str:
        """The key that samples of it are kept under."""
        return f"{self.name}#{self.metric or key(self.goal.name)}"

    def statistic_of(self, quantity: Quantity | None) -> str:
        """Return the statistic that is asked for: by the value, by the name of the row, or by the configuration."""
        qualifier = quantity.qualifier if quantity else ""
        if qualifier:
            return _WORDS.get(qualifier, qualifier if qualifier.startswith("p") else "")
        found = _PERCENTILE.search(self.goal.name.casefold())
        return f"p{found[1] or found[2]}" if found else self.statistic


def wanted(page: Page) -> Iterator[Wanted]:
    """Yield the rows of a page that name a measurement, or that the configuration names."""
    tables = page.settings.get("bench", {})
    tables = tables if isinstance(tables, Mapping) else {}
    if not tables and b"bench:" not in page.parse.source:
        return
    for goal in goals(page.parse, page.headings):
        found = _wanted(goal, tables)
        if found:
            yield found


def _wanted(goal: Goal, tables: Mapping[str, Any]) -> Wanted | None:
    reference = goal.reference
    if reference is None:
        name = next((name for name, table in tables.items() if _speaks_of(name, table, goal)), "")
        return _by_table(goal, name, tables[name], "") if name else None
    if reference.source in tables:
        return _by_table(goal, reference.source, tables[reference.source], reference.metric)
    if "/" in reference.source or "." in reference.source:
        return Wanted(goal, reference.source, file=reference.source, metric=reference.metric)
    return Wanted(
        goal, reference.source, fault=f"there is no table [verify.bench.{reference.source}] in the configuration"
    )


def _speaks_of(name: str, table: Any, goal: Goal) -> bool:
    said = str(table.get("row", "")) if isinstance(table, Mapping) else ""
    return key(said or name) == key(goal.name)


def _by_table(goal: Goal, name: str, table: Mapping[str, Any], metric: str) -> Wanted:
    def text(word: str) -> str:
        return str(table.get(word, ""))

    file, command = text("file"), text("command")
    fault = "" if file or command else f"[verify.bench.{name}] names neither a file nor a command"
    return Wanted(
        goal,
        name,
        file,
        text("format"),
        metric or text("metric"),
        text("statistic"),
        text("unit"),
        text("against"),
        command,
        float(table.get("timeout", 600)),
        tuple(text("reads").split()),
        fault,
    )


def compares(one: Wanted) -> str:
    """Return the metric that a ratio compares with, as written; empty for a target that is no ratio."""
    return (one.against or one.goal.target.of) if isinstance(one.goal.target, Ratio) else ""
