"""Values of the configuration, checked one by one: what is wrong is refused with the line it stands on."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from typing import Any, NoReturn

from holdfast.config.settings import POLICIES, is_policy
from holdfast.errors import UsageError
from holdfast.model.role import Role
from holdfast.model.severity import LIMITS, Limit, Severity
from holdfast.model.severity import WORDS as SEVERITIES
from holdfast.suggest import nearest, suggestion

_LANGUAGES = {
    "python": ("python", "checker"),
    "typescript": ("folder", "node"),
    "rust": ("toolchain", "manifest"),
    "tests": ("results",),
    "link": ("ignore", "days"),
    "library": ("private", "advisories"),
    "migration": ("environments", "headers"),
}
"""The keys of the tables below ``[verify]``."""
_BENCH = ("file", "format", "metric", "statistic", "unit", "row", "against", "command", "reads", "timeout")
"""The keys of a table below ``[verify.bench]``."""
_NATURES = {"living": True, "record": False}


class Checked:
    """The text of a configuration file, and the checks of its values; remembers enough to name the line of each."""

    def __init__(self, path: str, text: str) -> None:
        self.path = path
        self.text = text
        self.lines = text.split("\n")
        self._starts = list(accumulate((len(line) + 1 for line in self.lines), initial=0))[:-1]
        self._headers = [number for number, line in enumerate(self.lines) if line.startswith("[")]
        self.first = 0
        """Index of the line from which on the file is about Holdfast."""
        if path.endswith("pyproject.toml"):
            self.first = next(
                (number for number, line in enumerate(self.lines) if re.match(r"\s*\[+tool\.holdfast\b", line)), 0
            )

    def _nature(self, name: str, value: object) -> bool | None:
        if value is None:
            return None
        if str(value) not in _NATURES:
            self._refuse(name, f"{value!r} is no kind of corpus", suggestion(str(value), _NATURES))
        return _NATURES[str(value)]

    def _known(self, table: dict[str, Any], keys: tuple[str, ...], prefix: str) -> None:
        for found in table:
            if found not in keys:
                self._refuse(prefix + found, "no such key", suggestion(found, keys))

    def _table(self, table: dict[str, Any], name: str) -> dict[str, Any]:
        value = table.get(name, {})
        if not isinstance(value, dict):
            self._refuse(name, "wants a table", f"write [{name}]")
        return value

    def _strings(self, table: dict[str, Any], name: str, prefix: str = "") -> tuple[str, ...]:
        return self._names(prefix + name, table.get(name, []))

    def _names(self, name: str, value: object) -> tuple[str, ...]:
        values = [value] if isinstance(value, str) else value
        if not isinstance(values, list) or not all(isinstance(one, str) for one in values):
            self._refuse(name, "wants a string or a list of strings", f'such as {name.rpartition(".")[2]} = ["..."]')
        return tuple(values)

    def _role(self, name: str, value: object) -> Role:
        try:
            return Role(str(value).casefold())
        except ValueError:
            self._refuse(name, f"{value!r} is no role", suggestion(str(value), tuple(Role)))

    def _severity(self, name: str, value: object) -> Severity:
        if str(value) not in SEVERITIES:
            self._refuse(name, f"{value!r} is no severity", suggestion(str(value), tuple(SEVERITIES)))
        return SEVERITIES[str(value)]

    def _limit(self, value: object) -> Limit:
        if str(value) not in LIMITS:
            self._refuse("fail-on", f"{value!r} is no severity", suggestion(str(value), LIMITS))
        return LIMITS[str(value)]

    def _baseline(self, value: object) -> str | bool:
        if value is False or (isinstance(value, str) and value):
            return value
        if value is not True:
            self._refuse("baseline", f"{value!r} is no file", 'such as baseline = "ci/known.json", or false for none')
        return True

    def _policy(self, value: object) -> str:
        if not isinstance(value, str) or not is_policy(value):
            remedy = suggestion(str(value), (*POLICIES, "VERSION as template versions prints it"))
            self._refuse("template-version", f"{value!r} is no version", remedy)
        return value

    def _verify(self, table: dict[str, Any]) -> dict[str, Any]:
        """Check what every language shares, and the keys of those built in; values are checked by those who try them."""
        for name, value in table.items():
            if isinstance(value, dict) and name in _LANGUAGES:
                self._known(value, _LANGUAGES[name], f"verify.{name}.")
            elif isinstance(value, dict) and (meant := nearest(name, _LANGUAGES)):
                # Another table may belong to a language that some other distribution brings along.
                self._refuse(f"verify.{name}", "no such language", f"did you mean {meant!r}?")
            if name in ("link", "library") and isinstance(value, dict):
                self._network(name, value)
            if name == "bench" and isinstance(value, dict):
                self._bench(value)
            number = isinstance(value, int | float) and not isinstance(value, bool)
            if name == "timeout" and not (number and value > 0):
                self._refuse("verify.timeout", f"{value!r} is no time", "write seconds, such as timeout = 10")
            if name == "jobs" and not (isinstance(value, int) and number and value > 0):
                self._refuse("verify.jobs", f"{value!r} is no number of processes", "such as jobs = 2")
            if name not in ("timeout", "jobs", "documents") and not isinstance(value, dict):
                self._refuse(
                    f"verify.{name}", "no such key", "timeout, jobs, documents, or a table such as [verify.python]"
                )
        return {**table, "documents": self._strings(table, "documents", "verify.")}

    def _network(self, name: str, table: dict[str, Any]) -> None:
        """Check what links and libraries may be told."""
        for key, value in table.items():
            whole = f"verify.{name}.{key}"
            if key in ("ignore", "private"):
                self._names(whole, value)
            elif key == "days" and (isinstance(value, bool) or not isinstance(value, int | float) or value < 0):
                self._refuse(whole, f"{value!r} is no number of days", "such as days = 7")
            elif key == "advisories" and (not isinstance(value, str) or not value):
                self._refuse(
                    whole, f"{value!r} is no file", 'such as advisories = "osv.json", or an address with https'
                )

    def _bench(self, table: dict[str, Any]) -> None:
        """Check the tables that say where measurements come from."""
        for name, one in table.items():
            if not isinstance(one, dict):
                self._refuse(f"verify.bench.{name}", "wants a table", f"write [verify.bench.{name}]")
            self._known(one, _BENCH, f"verify.bench.{name}.")
            for word, value in one.items():
                if word != "timeout" and not isinstance(value, str):
                    self._refuse(f"verify.bench.{name}.{word}", f"{value!r} is no text", f'such as {word} = "..."')
                if word == "timeout" and (isinstance(value, bool) or not isinstance(value, int | float) or value <= 0):
                    self._refuse(f"verify.bench.{name}.timeout", f"{value!r} is no time", "write seconds")

    def _share(self, value: object) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
            self._refuse("unbound-below", f"{value!r} is no share", "write a number from 0 to 1")
        return float(value)

    def _refuse(self, name: str, found: str, remedy: str) -> NoReturn:
        raise UsageError(f"{name}: {found}", where=f"{self.path}:{self.line_of(name)}", remedy=remedy)

    def line_of(self, name: str) -> int:
        """Return the line on which a dotted key stands, as far as plain text tells; TOML keeps no positions."""
        *tables, last = name.split(".")
        start = self.first
        if tables:
            header = re.compile(rf"\s*\[.*\b{re.escape(tables[-1])}[\"']?\]")
            start = next(self._lines_with(tables[-1], header, start), start)
        if start != self.first:
            # In its own table a key begins its line; another key's value may hold the same word.
            plain = re.compile(rf"\s*[\"']?{re.escape(last)}[\"']?\s*=")
            after = bisect_right(self._headers, start)
            end = self._headers[after] if after < len(self._headers) else len(self.lines)
            own = next(self._lines_with(last, plain, start + 1), end)
            if own < end:
                return own + 1
        needle = re.compile(rf"\s*\[?.*?[\"']?\b{re.escape(last)}\b[\"']?\s*[=\].]")
        return next(self._lines_with(last, needle, start), start) + 1

    def _lines_with(self, word: str, form: re.Pattern[str], first: int) -> Iterator[int]:
        """Yield the indices of the lines from one on that hold a word and have a form; the others are passed over unread."""
        while first < len(self.lines) and (at := self.text.find(word, self._starts[first])) >= 0:
            found = bisect_right(self._starts, at) - 1
            if form.match(self.lines[found]):
                yield found
            first = found + 1
