"""The projects behind the folders and files of an editor: each is opened once, and looked at as a whole in every pause."""

import asyncio
import os
import time
from collections.abc import Callable, Iterable, Iterator

from holdfast.config import find_config
from holdfast.engine.live import Live, settle
from holdfast.errors import HoldfastError
from holdfast.lsp.texts import Text, Texts
from holdfast.world.root import project_root
from holdfast.world.watched import Stamps, changed, settled

PAUSE = 0.3
"""Seconds without a keystroke after which the whole project is looked at."""
WATCH = 2.0
"""Seconds between two looks at whether files have changed on the disk."""
_QUICK = 300_000
"""A larger text, in bytes, is judged in pauses only, so that typing stays smooth."""


class Project:
    """One project, with the task that looks at it in pauses."""

    def __init__(
        self, root: str, texts: Callable[["Project"], Iterable[Text]], told: Callable[["Project"], None]
    ) -> None:
        """Know where the project is; it is opened by the first pause.

        ``texts`` returns the open texts that belong to it, ``told`` is called whenever something is known anew.
        """
        self.root = root
        self.live: Live | None = None
        self.failure: HoldfastError | None = None
        """Why it cannot be opened, such as a configuration with a mistake."""
        self.crash: Exception | None = None
        """A bug of ours that a look at the project ended in; what was known before still stands."""
        self._texts = texts
        self._told = told
        self._stale = True
        self._waiting: set[str] = set()
        self._due = 0.0
        self._task: asyncio.Task[None] | None = None
        self._seen: Stamps = {}
        self._watching: asyncio.Task[None] | None = None

    def relative(self, path: str) -> str:
        """Return the path of a file relative to the root; empty for one that lies elsewhere."""
        found = os.path.relpath(os.path.realpath(path), os.path.realpath(self.root)).replace(os.sep, "/")
        return "" if found == ".." or found.startswith("../") or os.path.isabs(found) else found

    def typed(self, text: Text) -> bool:
        """Take in what somebody typed, and tell whether something is known of it at once."""
        path = self.relative(text.path)
        if self.live is None or not path:
            self.later(reopen=self.live is None)
            return False
        if self.live.of(path) is None:
            # A template, the configuration, or a document that discovery has not seen: everything may follow from it.
            self.later(reopen=True)
            return False
        if len(text.raw) > _QUICK:
            self._waiting.add(text.uri)
            self.later()
            return False
        self.live.put(path, text.raw)
        self.later()
        return True

    def later(self, *, reopen: bool = False, pause: float = PAUSE) -> None:
        """Look at the whole project in the next pause; with ``reopen`` it is discovered anew."""
        self._stale = self._stale or reopen
        loop = asyncio.get_running_loop()
        self._due = loop.time() + pause
        if self._task is None or self._task.done():
            self._task = loop.create_task(self._look())

    async def settled(self) -> None:
        """Wait until nothing is left to look at."""
        while self._task is not None and not self._task.done():
            await asyncio.wait([self._task])

    def close(self) -> None:
        """Stop looking."""
        for task in (self._task, self._watching):
            if task is not None:
                task.cancel()

    async def _look(self) -> None:
        loop = asyncio.get_running_loop()
        while True:
            # Each keystroke puts it off again.
            while (wait := self._due - loop.time()) > 0:  # noqa: ASYNC110 - A time is waited for, and no event.
                await asyncio.sleep(wait)
            due = self._due
            try:
                await self._once()
                self.crash = None
            except HoldfastError as error:
                self.failure = error
            except Exception as error:
                self.crash = error
            self._told(self)
            if due == self._due:
                return

    async def _once(self) -> None:
        """Open the project where that is needed, and find out all that ``check`` would say of it now."""
        began = time.time_ns()
        if self._stale or self.live is None:
            self._stale = False
            self.live = await asyncio.to_thread(Live, self.root, self._unsaved())
            self.failure = None
        self._catch_up(self.live)
        self.live.settled = found = await asyncio.to_thread(settle, self.live.moment())
        self._seen = await asyncio.to_thread(settled, found.result.inputs, self._seen, began)
        if self._watching is None:
            self._watching = asyncio.get_running_loop().create_task(self._watch())

    async def _watch(self) -> None:
        """Look at the project again when a file that it rests on has changed: no editor tells of source files or the ledger."""
        pause = WATCH
        while True:
            await asyncio.sleep(pause)
            began = time.monotonic()
            if await asyncio.to_thread(changed, self._seen):
                self.later(reopen=True, pause=0)
            # However many files there are, nearly all of the time is the editor's.
            pause = max(WATCH, 50 * (time.monotonic() - began))

    def _catch_up(self, live: Live) -> None:
        """Take in what changed in the editor while the project was being opened, and what was too large to take in at once."""
        self._waiting.clear()
        unsaved = self._unsaved()
        for path in [*live.plan.tree.unsaved]:
            if path not in unsaved:
                live.drop(path)
        for path, raw in unsaved.items():
            live.put(path, raw)

    def _unsaved(self) -> dict[str, bytes]:
        """Return the contents that stand for those on the disk."""
        return {path: one.raw for one in self._texts(self) if (path := self.relative(one.path))}


class Projects:
    """All projects of an editor, by their roots."""

    def __init__(self, texts: Texts, told: Callable[[Project], None]) -> None:
        """Know the open texts; ``told`` is called with a project of which something is known anew."""
        self.folders: list[str] = []
        """Absolute paths of the folders of the workspace."""
        self._texts = texts
        self._told = told
        self._by_root: dict[str, Project] = {}

    def __iter__(self) -> Iterator[Project]:
        """Go through the projects that are open."""
        return iter(list(self._by_root.values()))

    def of(self, path: str) -> Project | None:
        """Return the project of a file, opened when it is first asked for; ``None`` for one that belongs to none."""
        root = self._root_of(path) if path else ""
        return self.at(root) if root else None

    def at(self, root: str) -> Project:
        """Return the project of a root."""
        if root not in self._by_root:
            self._by_root[root] = Project(root, self._belonging, self._told)
        return self._by_root[root]

    def open_folders(self) -> list[str]:
        """Open the project of each folder of the workspace, close those of folders that are gone, and return their roots."""
        for folder in self.folders:
            self.at(_settled_at(folder, project_root(folder))).later(reopen=True, pause=0)
        wanted = {_settled_at(folder, project_root(folder)) for folder in self.folders}
        wanted |= {root for one in self._texts if one.path and (root := self._root_of(one.path))}
        gone = sorted(self._by_root.keys() - wanted)
        for root in gone:
            self._by_root.pop(root).close()
        return gone

    def _belonging(self, project: Project) -> list[Text]:
        return [one for one in self._texts if one.path and self._root_of(one.path) == project.root]

    def _root_of(self, path: str) -> str:
        """Return the root of the project that a file lies in, as ``check`` finds it from the folder of the workspace.

        A file outside of every folder has one where a repository or a configuration is around it; without either its
        folder could be anything, the user's home among it, and is not walked. Empty where there is none.
        """
        folder = os.path.dirname(path)
        around = max((one for one in self.folders if _within(path, one)), key=len, default="")
        repository = project_root(folder)
        if os.path.exists(os.path.join(repository, ".git")):
            return _settled_at(folder, repository)
        return _settled_at(folder, around) if around else _settled_at(folder, folder, alone="")


def _settled_at(folder: str, root: str, alone: str | None = None) -> str:
    """Return the folder of the nearest configuration, else the root, or ``alone`` where that is given."""
    config = find_config(folder, root)
    return os.path.dirname(config) if config else root if alone is None else alone


def _within(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)
