"""What has changed on a page that somebody looks at, sent as it happens: only the pieces that differ."""

import asyncio
import os
from collections.abc import AsyncIterator, Mapping
from contextlib import suppress

from anyio import to_thread
from watchfiles import awatch

from holdfast.errors import HoldfastError
from holdfast.web.opened import Opened

_PAUSE = 15
"""Milliseconds after a change in which further ones count as the same."""
_LONGEST_PAUSE = 30.0
"""Seconds between two tries to watch what cannot be watched."""
_BEAT = 15.0
"""Seconds after which a browser is told that nothing happened, so that a lost one is noticed."""


class Bell:
    """Wakes everybody who waits for a change."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def ring(self) -> None:
        """Wake all; to be called in the event loop."""
        event, self._event = self._event, asyncio.Event()
        event.set()

    def next(self) -> asyncio.Event:
        """Return what the next ring sets; to be taken before one looks, so that no ring is missed meanwhile."""
        return self._event


async def _set_or(event: asyncio.Event, seconds: float) -> None:
    """Wait until an event is set, or so long."""
    with suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), seconds)


async def changes(
    opened: Opened, bell: Bell, address: str, query: str, asked: Mapping[str, str], seen: str
) -> AsyncIterator[dict[str, str]]:
    """Yield what a browser has to exchange to show a page as it is now, as server-sent events."""
    known = opened.sent(address, query, seen)
    version = seen
    while True:
        rings = bell.next()
        if opened.version != version:
            version = opened.version
            ready = await to_thread.run_sync(opened.page, address, query, asked)
            if ready is None:
                yield {"event": "gone", "data": "the page is gone", "id": version}
                return
            now = {id: hash(html) for id, html in ready.rendered.parts.items()}
            if known.keys() != now.keys():
                yield {"event": "anew", "data": "its pieces are others now", "id": version}
            else:
                pieces = [_partial(id, html) for id, html in ready.rendered.parts.items() if known[id] != now[id]]
                if pieces:
                    yield {"data": "".join(pieces), "id": version}
            known = now
        await _set_or(rings, _BEAT)


def _partial(id: str, html: str) -> str:
    return f'<hx-partial hx-target="#{id}" hx-swap="innerMorph">{html}</hx-partial>'


async def watch(opened: Opened, bell: Bell) -> None:
    """Show what changes on the disk, until cancelled: a document that is edited at once, what follows from it a moment later."""
    wanted = asyncio.Event()
    looking = asyncio.create_task(_look_again(opened, bell, wanted))
    begun, pause = False, 1.0
    try:
        while True:
            folders = await to_thread.run_sync(watched, opened)
            # What changed while other folders were watched is looked at as well.
            if begun:
                wanted.set()
            begun = True
            try:
                await _told(opened, bell, wanted, folders)
                pause = 1.0
            except Exception:
                # The watcher gives up at a name that is no text, at a folder that has gone, and where the system watches
                # too much already. The whole is looked at then, and after that it is tried again, ever more rarely.
                await asyncio.sleep(pause)
                pause = min(pause * 2, _LONGEST_PAUSE)
    finally:
        looking.cancel()


async def _told(opened: Opened, bell: Bell, wanted: asyncio.Event, folders: list[str]) -> None:
    """Take in what changes in some folders, until others have to be watched."""
    again = asyncio.Event()
    async for found in awatch(
        *folders, recursive=False, debounce=_PAUSE * 4, step=_PAUSE, stop_event=again, watch_filter=None
    ):
        paths = [path for _, path in found if _matters(path)]
        if not paths:
            continue
        root = os.path.join(opened.site.panorama.root, "")
        if await to_thread.run_sync(opened.touch, [path.removeprefix(root) for path in paths]):
            bell.ring()
        wanted.set()
        if folders != await to_thread.run_sync(watched, opened):
            again.set()


async def _look_again(opened: Opened, bell: Bell, wanted: asyncio.Event) -> None:
    """Look at the whole whenever that is wanted; where that fails, it is told why, and the last look is kept."""
    while True:
        await wanted.wait()
        wanted.clear()
        try:
            await to_thread.run_sync(opened.refresh)
        except HoldfastError as error:
            opened.complain(str(error))
        except Exception as error:
            opened.complain(f"this is our bug, please report it: {type(error).__name__}: {error}")
        bell.ring()


def watched(opened: Opened) -> list[str]:
    """Return the folders whose changes are told: those with documents, of git, and of evidence."""
    tree = opened.site.panorama.plan.tree
    inputs = opened.site.state.inputs
    found = {tree.absolute(folder) for folder in tree.listed} | {os.path.dirname(path) for path in inputs}
    found |= {os.path.join(tree.root, ".git"), os.path.join(tree.root, ".git", "refs", "heads")}
    return sorted(os.path.normpath(one) for one in found if os.path.isdir(one))


def _matters(path: str) -> bool:
    """Tell whether a change may show; the lock files of git and the swap files of editors do not."""
    name = os.path.basename(path)
    return not (
        name.endswith((".lock", "~", ".swp", ".swx", ".tmp", "-journal", "-wal", "-shm"))
        or name in ("index", "FETCH_HEAD", "4913")
    )
