"""Paths by the name of their file: looked up in few runs, and so put in order when somebody first asks."""

from collections.abc import Iterator, Mapping


class FilesByName(Mapping[str, list[str]]):
    """The relative paths of all files by file name, each list in the order of the walk."""

    def __init__(self) -> None:
        """Begin without any file."""
        self.paths: list[str] = []
        self._by_name: dict[str, list[str]] | None = None

    def add(self, path: str) -> None:
        """Take one more path."""
        self.paths.append(path)
        if self._by_name is not None:
            self._by_name.setdefault(path.rpartition("/")[2], []).append(path)

    def __getitem__(self, name: str) -> list[str]:
        """Return the paths of all files of a name; raises ``KeyError`` where there is none."""
        return self._index()[name]

    def __iter__(self) -> Iterator[str]:
        """Go through the names."""
        return iter(self._index())

    def __len__(self) -> int:
        """Count the names."""
        return len(self._index())

    def _index(self) -> dict[str, list[str]]:
        if self._by_name is None:
            self._by_name = {}
            for path in self.paths:
                self._by_name.setdefault(path.rpartition("/")[2], []).append(path)
        return self._by_name
