"""What documents name of some files: their paths, and by way of :mod:`holdfast.engine.named_symbols` what they define."""

import os
import re
from collections.abc import Iterator
from functools import cached_property

from holdfast.engine.named_symbols import DefinedSymbols
from holdfast.engine.plan import Plan
from holdfast.engine.targets import Targets, covers, nearest, project_files
from holdfast.markdown.blocks import Parse
from holdfast.markdown.header import read_header
from holdfast.markdown.outline import outline
from holdfast.markdown.parser import parse as parse_markdown
from holdfast.markdown.plain import key, plain
from holdfast.world.files import Problem, read

Named = tuple[str, str, str, int]
"""Kind of reason, file, words, line."""
_PATH = re.compile(r"(?<![\w./@:-])(?:\.{1,2}/)*(?:[\w@.+-]+/)*[\w@+-][\w@.+-]*\.[A-Za-z]\w{0,9}(?![\w/-])")
_FOLDER = re.compile(r"`((?:[\w@.+-]+/){2,})(?:\*{1,2}(?:/\*)?)?`")
"""A folder in code, two levels deep or more: one level, such as ``src/``, says nothing of a file."""
_DECLARING = frozenset(
    {
        "affects",
        "path",
        "paths",
        "code",
        "file",
        "files",
        "applies to",
        "governs",
        "covers",
        "implementation",
        "implemented in",
        "implements",
        "source",
        "sources",
        "scope",
    }
)
_DECLARED = re.compile(
    rb"^\W{0,6}(?:affects|paths?|code|files?|applies[ -]to|governs|covers|implement\w*|sources?|scope)\b",
    re.IGNORECASE | re.MULTILINE,
)
_COMMON = frozenset(
    {
        "readme",
        "index",
        "main",
        "mod",
        "lib",
        "__init__",
        "conftest",
        "setup",
        "test",
        "tests",
        "types",
        "utils",
        "config",
        "app",
        "cargo",
        "package",
        "pyproject",
        "makefile",
        "dockerfile",
        "license",
        "changelog",
        "template",
    }
)
"""Names that files of any folder have, so that a bare one tells nothing."""
_WORDS = 400
"""So many words of a field are tried as paths, each on every file."""
_HEAD = 4000
"""So many bytes of a record are searched for a field that declares files."""


class CodeNames:
    """Answers for one document after another."""

    def __init__(self, plan: Plan, targets: Targets) -> None:
        """Take the files that are asked about."""
        self.plan = plan
        self.targets = targets
        self.files = project_files(plan)
        self._wanted = {
            name.rpartition("/")[2].encode("utf-8", "surrogateescape") for name in (*targets.files, *targets.earlier)
        }
        self._symbols = DefinedSymbols(plan, self.files, targets.files)

    def of(self, path: str, *, living: bool) -> Iterator[Named]:
        """Yield what a document names; of a record only whole paths and declarations count."""
        raw = read(self.plan.tree, path)
        if isinstance(raw, Problem):
            return
        if not living and not any(name in raw for name in self._wanted) and not _DECLARED.search(raw[:_HEAD]):
            return
        parse = parse_markdown(raw)
        yield from self._declared(parse)
        yield from self._paths(path, parse, living=living)
        if living:
            yield from self._folders(parse)
            yield from self._symbols.of(parse)

    def _declared(self, parse: Parse) -> Iterator[Named]:
        if not _DECLARED.search(parse.source[:_HEAD]):
            return
        for field in read_header(parse, outline(parse)).fields:
            if key(field.name) not in _DECLARING:
                continue
            line = parse.line(field.span.start)
            words = re.split(r"[\s,\[\]\"'`()]+", f"{field.value} {plain(field.value)}")
            for word in dict.fromkeys(words[:_WORDS]):
                pattern = word.strip("-;")
                if "/" not in pattern and "*" not in pattern and pattern not in self.files:
                    continue
                for file in self.targets.files:
                    if covers(pattern, file):
                        yield "declares", file, pattern, line

    def _paths(self, page: str, parse: Parse, *, living: bool) -> Iterator[Named]:
        """Yield the files whose paths stand in the text, in code or in words."""
        text = parse.slice(0, len(parse.source))
        number, at = 1, 0
        for found in _PATH.finditer(text):
            word = found[0].rstrip(".")
            file = self._file(page, word, living=living)
            # A link says it better.
            if file in self.targets.files and file != page and not self._linked(parse, text, found.start()):
                number, at = number + text.count("\n", at, found.start()), found.start()
                yield "path", file, word, number

    @staticmethod
    def _linked(parse: Parse, text: str, at: int) -> bool:
        return parse.covered(len(text[:at].encode()), "link", "image")

    def _file(self, page: str, word: str, *, living: bool) -> str | None:
        """Return the one file of the project that a path in a text means."""
        joined = os.path.normpath(os.path.join(os.path.dirname(page), word)).replace(os.sep, "/")
        whole = word.removeprefix("./")
        for path in (whole, joined):
            if path in self.files or path in self.targets.files:
                return path
            if path in self.targets.earlier:
                return self.targets.earlier[path]
        if not living:
            return None
        name = word.rpartition("/")[2]
        same = [one for one in self.plan.tree.names.get(name, ()) if one.endswith(f"/{whole}")]
        if len(same) == 1 and ("/" in whole or name.rpartition(".")[0].casefold() not in _COMMON):
            return same[0]
        return None if same else self._renamed.get(whole) or self._renamed.get(joined)

    @cached_property
    def _renamed(self) -> dict[str, str]:
        """Paths that living documents name and that are gone, with the file of today."""
        lost: set[str] = set()
        for one in self.plan.sets:
            for page in one.documents if one.living else ():
                raw = read(self.plan.tree, page)
                if isinstance(raw, Problem):
                    continue
                for found in _PATH.finditer(raw.decode("utf-8", "replace")):
                    whole = found[0].removeprefix("./")
                    joined = os.path.normpath(os.path.join(os.path.dirname(page), whole)).replace(os.sep, "/")
                    candidates = [whole] * ("/" in whole) + [joined] * whole.endswith(".md")
                    if whole not in self.files and joined not in self.files:
                        lost |= {path for path in candidates if not path.startswith("../")}
        return dict(nearest(self.plan.tree.root, lost))

    def _folders(self, parse: Parse) -> Iterator[Named]:
        text = parse.slice(0, len(parse.source))
        for found in _FOLDER.finditer(text):
            folder = found[1]
            inside = [file for file in self.targets.files if file.startswith(folder)]
            if inside and os.path.isdir(self.plan.tree.absolute(folder)):
                line = text.count("\n", 0, found.start()) + 1
                for file in inside:
                    yield "path", file, folder, line
