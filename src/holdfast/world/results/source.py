"""A result file, or a folder of such: read inside of the project or of what a command wrote, and nowhere else."""

import json
import math
import os
from collections.abc import Iterator
from typing import Any

from holdfast.errors import HoldfastError
from holdfast.world.regular import open_regular
from holdfast.world.root import lies_in

_MOST = 64 << 20
"""Bytes of one result file; more is not a result but a log."""
_FILES = 20_000


class ResultError(HoldfastError):
    """A result file is not there, cannot be read, or says something else than its format."""

    def __init__(self, found: str, remedy: str = "") -> None:
        """Say what is wrong and what to do next."""
        super().__init__(found, remedy=remedy or "write it again with the tool that made it")


class Source:
    """A result file or folder below a root, and what was read of it."""

    def __init__(self, root: str, path: str) -> None:
        """Take the root as an absolute path, and a path relative to it.

        Raises :class:`ResultError` where the path leads out of the root, links followed.
        """
        self.root = os.path.realpath(root)
        self.path = os.path.normpath(path).replace(os.sep, "/")
        self.reads: set[str] = set()
        self._parsed: dict[str, Any] = {}
        if os.path.isabs(path) or not lies_in(self.root, os.path.join(self.root, self.path)):
            raise ResultError(f"{path} leads out of the project", "keep result files inside of it")

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder of result files."""
        return os.path.isdir(os.path.join(self.root, self.path))

    def below(self, name: str) -> Iterator[str]:
        """Yield the paths of all files of one name below a folder, relative to it, in order; links are not followed.

        Raises :class:`ResultError` where the folder holds very many files.
        """
        seen = 0
        start = os.path.join(self.root, self.path)
        for folder, folders, files in os.walk(start):
            folders.sort()
            seen += len(files)
            if seen > _FILES:
                raise ResultError(f"{self.path} holds more than {_FILES} files", "name the folder of the results alone")
            if name in files:
                yield os.path.relpath(os.path.join(folder, name), start).replace(os.sep, "/")

    def json(self, inside: str = "") -> Any:
        """Return what a JSON file holds; ``inside`` is its path below a folder.

        Raises :class:`ResultError` where it is not there, or is no JSON.
        """
        path = f"{self.path}/{inside}" if inside else self.path
        if path not in self._parsed:
            self.reads.add(path)
            self._parsed[path] = self._load(path)
        return self._parsed[path]

    def _load(self, path: str) -> Any:
        absolute = os.path.realpath(os.path.join(self.root, path))
        if not lies_in(self.root, absolute):
            raise ResultError(f"{path} leads out of the project", "keep result files inside of it")
        try:
            with open_regular(absolute) as file:
                raw = file.read(_MOST + 1)
        except OSError as error:
            missing = isinstance(error, FileNotFoundError)
            said = "is not there" if missing else f"cannot be read: {error.strerror}"
            raise ResultError(
                f"{path} {said}", "run the benchmark that writes it, or name the file that it writes"
            ) from error
        if raw is None or len(raw) > _MOST:
            raise ResultError(f"{path} is larger than {_MOST >> 20} MB", "write the results alone")
        try:
            return json.loads(raw)
        except (ValueError, RecursionError) as error:
            raise ResultError(f"{path} is no JSON: {error}") from error


def number(value: Any, what: str) -> float:
    """Return a value as a finite number.

    Raises :class:`ResultError` where it is none.
    """
    if isinstance(value, int | float) and not isinstance(value, bool):
        try:
            found = float(value)
        except OverflowError:
            found = math.inf
        if math.isfinite(found):
            return found
    raise ResultError(f"{what} is no number")


def numbers(values: Any, what: str) -> tuple[float, ...]:
    """Return a list as finite numbers.

    Raises :class:`ResultError` where it is none, or holds something else.
    """
    if not isinstance(values, list):
        raise ResultError(f"{what} is no list of numbers")
    return tuple(number(value, what) for value in values)


def mapping(value: Any, what: str) -> dict[str, Any]:
    """Return a value as a mapping.

    Raises :class:`ResultError` where it is none.
    """
    if not isinstance(value, dict):
        raise ResultError(f"{what} is not there, or no object")
    return value


def rows(value: Any, what: str) -> list[dict[str, Any]]:
    """Return a value as a list of mappings.

    Raises :class:`ResultError` where it is none.
    """
    if not isinstance(value, list):
        raise ResultError(f"{what} is not there, or no list")
    return [mapping(one, f"one of {what}") for one in value]
