"""Regular expressions that are compiled when they are first used.

Compiling all patterns of Holdfast takes a fifth of a cold run, and a run over one project uses half of them.
"""

import re
from typing import Any, AnyStr, cast

_METHODS = ("finditer", "findall", "fullmatch", "match", "search", "split", "sub", "subn")


class _Late:
    """Stands for a compiled pattern, and has its methods from the first use on."""

    def __init__(self, source: Any, flags: int) -> None:
        self._source = source
        self._flags = flags

    def __getattr__(self, name: str) -> Any:
        compiled = re.compile(self._source, self._flags)
        # From here on the methods are found without coming by here.
        self.__dict__.update({method: getattr(compiled, method) for method in _METHODS})
        return getattr(compiled, name)


def pattern(source: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
    """Return what :func:`re.compile` returns, as far as its methods go; a bad pattern raises ``re.error`` when used."""
    return cast("re.Pattern[AnyStr]", _Late(source, flags))
