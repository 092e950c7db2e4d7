"""``.gitignore``, read where it lies; the patterns are judged by pathspec, which is loaded only when there are some."""

import os
from typing import Any


class Ignore:
    """The ignore rules of a project, from the files met so far on a walk and from its configuration."""

    def __init__(self, root: str, exclude: tuple[str, ...] = ()) -> None:
        """``exclude`` are further patterns in the same language, relative to the root."""
        self.root = root
        self._specs: list[tuple[str, Any]] = []
        self.read(".git/info", "exclude", base="")
        if exclude:
            self._add("", list(exclude))
        self._excluded = self._specs.pop()[1] if exclude else None

    def read(self, folder: str, name: str = ".gitignore", *, base: str | None = None) -> None:
        """Add the patterns of one file; one that cannot be read ignores nothing."""
        try:
            with open(os.path.join(self.root, folder, name), encoding="utf-8", errors="replace") as file:
                lines = [line.rstrip("\n") for line in file if line.strip() and not line.startswith("#")]
        except OSError:
            return
        if lines:
            self._add(folder if base is None else base, lines)

    def ignores(self, path: str) -> bool:
        """Tell whether a path is ignored; folders end with a slash. The rule nearest to the path decides."""
        if self._excluded and self._excluded.match_file(path):
            return True
        for base, spec in reversed(self._specs):
            if base and not path.startswith(base + "/"):
                continue
            verdict = spec.check_file(path[len(base) + 1 :] if base else path).include
            if verdict is not None:
                return bool(verdict)
        return False

    def _add(self, base: str, lines: list[str]) -> None:
        from pathspec import GitIgnoreSpec

        try:
            spec = GitIgnoreSpec.from_lines(lines)
        except ValueError:
            # Git passes over a pattern it cannot read, so the others still count.
            spec = GitIgnoreSpec.from_lines([line for line in lines if _is_pattern(line)])
        self._specs.append((base, spec))


def _is_pattern(line: str) -> bool:
    from pathspec import GitIgnoreSpec

    try:
        GitIgnoreSpec.from_lines([line])
    except ValueError:
        return False
    return True
