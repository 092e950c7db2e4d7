"""Work that is killed at a chosen call to the operating system, never at a random moment."""

import os
import signal
from collections.abc import Callable
from typing import Any

CALLS = ("open", "write", "fsync", "fchmod", "fchown", "setxattr", "replace", "link", "unlink", "close")


def killed_at(number: int, work: Callable[[], object]) -> bool:
    """Run work in a child that is killed at its n-th call that could write, a write itself half way; tell whether it was."""
    child = os.fork()
    if child == 0:
        try:
            left = [number]
            for name in CALLS:
                setattr(os, name, _deadly(getattr(os, name), left, name))
            work()
            os._exit(0)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status) or os.waitstatus_to_exitcode(status) == 0
    return os.WIFSIGNALED(status)


def _deadly(real: Callable[..., Any], left: list[int], name: str) -> Callable[..., Any]:
    def call(*args: Any, **kwargs: Any) -> Any:
        left[0] -= 1
        if left[0] == 0:
            if name == "write":
                real(args[0], args[1][: len(args[1]) // 2])
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*args, **kwargs)

    return call
