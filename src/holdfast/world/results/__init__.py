"""Result files of benchmark tools: one file for each format. To be in this folder is to be registered.

A module of this folder that is a format has a docstring whose first line names it, and::

    FORMAT = "hyperfine"                             # as the configuration names it
    def recognises(source: Source) -> bool: ...      # whether a file, or a folder, is of this format
    def read(source: Source) -> Results: ...

``read`` raises :class:`~holdfast.world.results.source.ResultError` for what is not as the format says, with the version
that wrote it where the file tells. Values are in base units: seconds, bytes, per second. Every sample is kept.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib import import_module

from holdfast.plugins import modules_in
from holdfast.suggest import suggestion
from holdfast.world.results.series import Results
from holdfast.world.results.source import ResultError, Source

__all__ = ["Format", "ResultError", "Results", "Source", "all_formats", "read_results"]


@dataclass(frozen=True, slots=True)
class Format:
    """One format of result files."""

    name: str
    page: str
    recognises: Callable[[Source], bool]
    read: Callable[[Source], Results]


@cache
def all_formats() -> tuple[Format, ...]:
    """Return every format, ordered by name."""
    modules = [import_module(f"{__name__}.{name}") for name in modules_in(__path__)]
    found = [
        Format(one.FORMAT, one.__doc__ or "", one.recognises, one.read) for one in modules if hasattr(one, "FORMAT")
    ]
    return tuple(sorted(found, key=lambda one: one.name))


def read_results(source: Source, format: str = "") -> Results:
    """Read a result file; ``format`` is found out where it is not said.

    Raises :class:`ResultError` where the file is not there, or is not what it should be.
    """
    formats = {one.name: one for one in all_formats()}
    if format and format not in formats:
        raise ResultError(f"there is no format {format!r} of result files", suggestion(format, sorted(formats)))
    chosen = formats[format] if format else next((one for one in formats.values() if one.recognises(source)), None)
    if chosen is None:
        known = ", ".join(formats)
        raise ResultError(
            f"{source.path} is of no format that is known ({known})", 'name a value in it, as in "bench:FILE#$.a.b"'
        )
    return chosen.read(source)
