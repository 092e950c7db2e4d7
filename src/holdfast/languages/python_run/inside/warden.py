"""The process that talks to Holdfast: hands out jobs, keeps the time, and sees for itself whether a step came to its end.

In, over ``$HOLDFAST_CHANNEL``: one JSON object a line, a job of steps that share a process. Out: what became of each. Nothing of the project is imported here, and no process that runs any of it holds a descriptor of this one.
"""

from __future__ import annotations

import ctypes
import json
import os
import select
import sys
import time

from nursery import Nursery
from player import Player

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_PR_SET_DUMPABLE, _PR_SET_CHILD_SUBREAPER = 4, 36
_PROBE = "import _thread\nlock = _thread.allocate_lock()\nlock.acquire()\n_thread.start_new_thread(lock.release, ())\nlock.acquire()\n"
"""A process that ever had a second thread waits at another place of the C library."""


class Warden:
    """The jobs that wait, the processes that play, and the loop that watches them."""

    def __init__(self, folder: str, jobs: int, command: list[str], environment: dict[str, str]) -> None:
        self.folder, self.jobs = folder, jobs
        self.nursery = Nursery(command, environment)
        self.waiting: list[dict[str, Any]] = []
        self.playing: dict[int, Player] = {}
        self.places: set[tuple[str, ...]] = set()
        self.poll = select.poll()
        self.owners: dict[int, Player] = {}
        """From descriptor to the process that it leads to."""
        self.heard = -1
        self.counter = 0
        self.channel = int(os.environ["HOLDFAST_CHANNEL"])
        self.told = bytearray()
        self.open = True
        self.imports: dict[str, int] = {}
        self.refused: set[str] = set()

    def serve(self, preload: list[str]) -> None:
        """Play every job that comes, until Holdfast hangs up."""
        self.nursery.start()
        self._hear_nursery()
        self._calibrate()
        self._load(preload)
        os.set_blocking(self.channel, False)
        self.poll.register(self.channel, select.POLLIN)
        while self.open:
            while self.waiting and len(self.playing) < self.jobs:
                self._begin(self.waiting.pop(0))
            self._wait()

    def _wait(self) -> None:
        """Sleep until something is said, or some time is up, and answer for the processes that this is about."""
        self.poll.modify(self.channel, select.POLLIN | (select.POLLOUT if _unsaid else 0))
        now = time.monotonic()
        due = min((player.due() for player in self.playing.values()), default=now + 60)
        touched = {player.pid: player for player in self.playing.values() if player.claimed or player.due() <= now}
        for descriptor, _ in self.poll.poll(max(0.0, (due - now) * 1000)):
            if descriptor == self.channel:
                self._listen()
            elif descriptor == self.heard:
                touched.update(self.playing)
                self._heard()
            elif descriptor in self.owners:
                player = self.owners[descriptor]
                player.read(descriptor)
                touched[player.pid] = player
        for player in touched.values():
            if player.pid in self.playing:
                self._advance(player)

    def _attend(self, player: Player) -> None:
        for descriptor in player.descriptors():
            self.owners[descriptor] = player
            self.poll.register(descriptor, select.POLLIN)

    def _leave(self, player: Player) -> None:
        for descriptor in [one for one, owner in self.owners.items() if owner is player]:
            del self.owners[descriptor]
            self.poll.unregister(descriptor)

    def _hear_nursery(self) -> None:
        """Listen to the zygote there is now."""
        if self.heard >= 0:
            self.poll.unregister(self.heard)
        self.heard = self.nursery.socket.fileno()
        self.poll.register(self.heard, select.POLLIN)

    def _listen(self) -> None:
        try:
            del _unsaid[: os.write(self.channel, _unsaid[: 1 << 16]) if _unsaid else 0]
            chunk = os.read(self.channel, 1 << 16)
        except BlockingIOError:
            return
        self.open = bool(chunk)
        self.told += chunk
        *lines, rest = bytes(self.told).split(b"\n")
        self.told[:] = rest
        self.waiting += [json.loads(line) for line in lines]

    def _begin(self, job: dict[str, Any]) -> None:
        """Fork a process for a job; a zygote that died since is started again."""
        self.counter += 1
        folder = os.path.join(self.folder, str(self.counter))
        os.mkdir(folder, 0o700)
        self._learn()
        player = Player(job, folder)
        pid = self.nursery.fork(player.theirs, folder)
        player.began(pid)
        self.playing[pid] = player
        self._attend(player)
        self._send(player)

    def _send(self, player: Player) -> None:
        step = player.next()
        if step is not None:
            say({"begin": step["key"]})

    def _heard(self) -> None:
        """Take what the zygote says: who ended. When it is gone itself, so are all that it forked."""
        message = self.nursery.hear()
        if message is None:
            for player in self.playing.values():
                player.lost()
            self._anew()
        elif message.get("exit") in self.playing:
            self.playing[message["exit"]].ended(message["status"])

    def _advance(self, player: Player) -> None:
        """Answer for the step that a process is at, if it is over, and hand it the next."""
        answer = player.judge(self.places)
        if answer is None:
            return
        if answer.get("end") == "reached":
            for name in answer.pop("loaded", ()):
                self.imports[name] = self.imports.get(name, 0) + 1
            say(answer)
            if player.more:
                self._send(player)
                return
        else:
            say(answer)
        self._leave(player)
        player.close()
        self.playing.pop(player.pid, None)
        self.nursery.sweep(set(self.playing))
        say({"job": player.job["job"], "untried": player.untried()})

    def _learn(self) -> None:
        """Load for all what two processes were seen to load."""
        often = [name for name, count in self.imports.items() if count > 1 and name not in self.refused]
        for name in often:
            del self.imports[name]
            self.refused.add(name)
        if often:
            self._load(sorted(often))

    def _load(self, names: list[str]) -> None:
        if not names:
            return
        answer = self.nursery.load(names)
        if answer is None or answer["threads"] > 1:
            # What cannot be loaded without harm is loaded by each example for itself.
            self._anew()
        else:
            say({"loaded": names, "opened": answer["opened"]})

    def _anew(self) -> None:
        self.nursery.restart()
        self._hear_nursery()
        self._calibrate()

    def _calibrate(self) -> None:
        """Learn where a process stands that waits at its end, with one thread and after a second one."""
        self.places = set()
        for code in ("pass", _PROBE):
            player = Player(probe(code), self.folder)
            pid = self.nursery.fork(player.theirs, self.folder)
            player.began(pid)
            player.next()
            place = player.calibrate()
            if place is None:
                os.write(self.channel, b'{"blind": true}\n')
                sys.exit(1)
            self.places.add(place)
            player.close()


def probe(code: str) -> dict[str, Any]:
    """Return a job of one step that is ours."""
    step = {"key": 0, "nonce": "", "space": 0, "file": "probe", "line": 1, "code": code, "timeout": 10.0}
    return {"job": 0, "steps": [step]}


_unsaid = bytearray()


def say(what: dict[str, Any]) -> None:
    """Put a line before those that Holdfast has not taken yet; to wait for it here could keep both waiting."""
    _unsaid.extend(json.dumps(what).encode("ascii") + b"\n")


def main() -> None:
    """Arguments: one JSON object, see ``session.py``."""
    asked = json.loads(sys.argv[1])
    prctl = ctypes.CDLL(None).prctl
    prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)
    prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
    Warden(asked["folder"], asked["jobs"], asked["command"], asked["environment"]).serve(asked["preload"])


if __name__ == "__main__":
    main()
