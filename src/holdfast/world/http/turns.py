"""Whose turn it is: many questions to many hosts, few at once to each, and none to a host that asked to be left alone.

Nothing here waits or asks; it is handed the time, in seconds from any start, so that every order of events can be tested.
"""

from collections import OrderedDict, deque
from collections.abc import Iterable
from dataclasses import dataclass, field


@dataclass(slots=True)
class _Host:
    waiting: deque[int] = field(default_factory=deque)
    active: int = 0
    until: float = 0.0
    """No question before this time."""
    patience: float = 0.0


class Turns:
    """Hands out questions, each the number of one, host by host in turn."""

    def __init__(self, hosts: Iterable[str], each: int, patience: float) -> None:
        """Take the host of every question in order, how many may run at once for one, and how long to wait for one in all."""
        self._hosts: dict[str, _Host] = {}
        self._of: list[str] = []
        self._each = each
        for number, name in enumerate(hosts):
            self._hosts.setdefault(name, _Host(patience=patience)).waiting.append(number)
            self._of.append(name)
        self._ready: OrderedDict[str, None] = OrderedDict.fromkeys(self._hosts)
        self._paused: set[str] = set()
        self.left = len(self._of)
        """Questions that are not yet handed out."""

    def take(self, now: float) -> int | float | None:
        """Return the number of a question, or after how many seconds to come again; ``None`` where only an end helps."""
        for name in [one for one in self._paused if self._hosts[one].until <= now]:
            self._paused.remove(name)
            self._ready[name] = None
        while self._ready:
            name, _ = self._ready.popitem(last=False)
            host = self._hosts[name]
            if not host.waiting or host.active >= self._each:
                continue
            if host.until > now:
                self._paused.add(name)
                continue
            number = host.waiting.popleft()
            host.active += 1
            self.left -= 1
            if host.waiting and host.active < self._each:
                self._ready[name] = None
            return number
        if self._paused:
            return max(0.0, min(self._hosts[one].until for one in self._paused) - now)
        return None

    def end(self, number: int) -> None:
        """Say that a question is over, so that its host may be asked the next."""
        name = self._of[number]
        host = self._hosts[name]
        host.active -= 1
        if host.waiting and name not in self._paused:
            self._ready[name] = None

    def again(self, number: int, now: float, seconds: float) -> bool:
        """Ask a question again once its host may be asked, which wants to be left alone for some seconds.

        Return False where that is longer than our patience with this host; the question is over then.
        """
        host = self._hosts[self._of[number]]
        extra = max(0.0, now + seconds - max(now, host.until))
        if extra > host.patience:
            return False
        host.patience -= extra
        host.until = max(host.until, now + seconds)
        host.waiting.appendleft(number)
        self.left += 1
        return True
