"""Whether what ticked tasks name is there: paths, tests and commits. What is not is "no evidence", never "false"."""

import posixpath
from collections.abc import Iterable

from holdfast.model.progress import Story
from holdfast.model.state import Missing
from holdfast.patterns import pattern
from holdfast.world.files import Tree
from holdfast.world.git import GitError, run

_COMMIT = pattern(r"[0-9a-f]{7,40}\Z")
_PATH = pattern(r"(?P<path>(?:\.{1,2}/)*[\w@+-][\w.@+-]*(?:/[\w.@+-]+)*/?)(?::\d+(?:[-:]\d+)?)?\Z")
_FILE = pattern(
    r"[\w@+-][\w@+.-]*\.(?:md|py|pyi|toml|ya?ml|json|rs|[jt]sx?|go|rb|java|kt|c|h|cc|cpp|hpp|cs|sh|sql|html?|css|cfg|ini|lock|txt|proto)\Z"
)
_TEST = pattern(
    r"(?:(?P<path>[\w.@+/-]+?)(?:::|#))?(?:\w+(?:::|\.))*(?P<name>test_\w+|Test[A-Z]\w+|\w+_test)(?:\(\))?\Z"
)


class TaskEvidence:
    """Looks for what tasks name, each thing once."""

    def __init__(self, tree: Tree, *, commits: bool) -> None:
        """``commits`` says whether all of history is there, so that a commit which is not found does not exist."""
        self._tree = tree
        self._commits = commits
        self._known: dict[tuple[str, str], str] = {}

    def missing(self, path: str, stories: Iterable[Story]) -> tuple[Missing, ...]:
        """Return what the ticked tasks of a document name that is not there."""
        found = []
        for story in stories:
            item = story.item
            for name in item.names if item.done else ():
                folder = posixpath.dirname(path)
                if (folder, name) not in self._known:
                    self._known[folder, name] = self._why(folder, name)
                if why := self._known[folder, name]:
                    found.append(Missing(item.line, item.text, name, why))
        return tuple(found)

    def _why(self, folder: str, name: str) -> str:
        """Return why something that is named is no evidence; empty where it is there, or is nothing to look for."""
        if _COMMIT.match(name):
            return "" if not self._commits or self._is_commit(name) else "no such commit here"
        test = _TEST.match(name)
        if test:
            if test["path"] and "/" in test["path"] and not self._is_there(folder, test["path"]):
                return "no such file"
            return "" if self._is_named(test["name"]) else "no such test"
        path = _PATH.match(name)
        if path and (
            ("/" in path["path"].strip("/") and "." in posixpath.basename(path["path"])) or _FILE.match(path["path"])
        ):
            return "" if self._is_there(folder, path["path"]) else "no such file"
        return ""

    def _is_there(self, folder: str, path: str) -> bool:
        plain = posixpath.normpath(path)
        if plain.startswith(".."):
            return self._tree.exists(posixpath.normpath(posixpath.join(folder, path)))
        places = self._tree.names.get(posixpath.basename(plain), [])
        return (
            any(one == plain or one.endswith(f"/{plain}") for one in places)
            or self._tree.exists(plain)
            or self._tree.exists(posixpath.normpath(posixpath.join(folder, plain)))
        )

    def _is_commit(self, name: str) -> bool:
        try:
            run(self._tree.root, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
        except GitError:
            return False
        return True

    def _is_named(self, name: str) -> bool:
        """Tell whether a file that is no document has a word; git looks in the files as they lie there."""
        words = ("grep", "-q", "-w", "-F", "--untracked", "--no-textconv", "-e", name, "--", ":(exclude,icase)*.md")
        try:
            run(self._tree.root, *words)
        except GitError as error:
            return "exited with 1" not in str(error)
        return True
