"""The process that examples are forked from: loads what many of them import, and runs none of them itself."""

from __future__ import annotations

import gc
import importlib
import json
import os
import select
import socket
import sys
import sysconfig

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_HERE = os.path.dirname(os.path.abspath(__file__))
_PARTS = ("stage", "ending", "shape", "complaint")


def main() -> None:
    """Serve the warden until it hangs up. Arguments: the socket's descriptor, the root, folders with sources."""
    gc.disable()
    descriptor, root, *sources = sys.argv[1:]
    sys.path[:] = [_HERE, *(one for one in sys.path if one != _HERE)]
    stage = importlib.import_module("stage")
    for name in _PARTS:
        del sys.modules[name]
    standard = {sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib")}
    last = max((at for at, one in enumerate(sys.path) if one in standard or one.endswith("lib-dynload")), default=0)
    # Nothing is loaded for all from a place that an example can write to.
    sys.path[:] = [*sys.path[1 : last + 1], *sources, *(one for one in sys.path[last + 1 :] if one not in sources)]
    sys.argv[:] = [""]
    stage.show(0)
    stage.watch(root)
    _serve(socket.socket(fileno=int(descriptor)), stage, root)


def _serve(warden: socket.socket, stage: Any, root: str) -> None:
    """Load and fork as the warden asks, and tell it how each forked process ended."""
    children: dict[int, int] = {}
    poll = select.poll()
    poll.register(warden, select.POLLIN)
    while True:
        for ready, _ in poll.poll():
            if ready in children:
                poll.unregister(ready)
                _, status = os.waitpid(children[ready], 0)
                os.close(ready)
                _tell(warden, {"exit": children.pop(ready), "status": status})
                continue
            message, descriptors, _, _ = socket.recv_fds(warden, 1 << 17, 4)
            if not message:
                return
            asked = json.loads(message)
            if "load" in asked:
                _tell(warden, _load(asked["load"], stage))
                continue
            child = os.fork()
            if not child:
                _become(stage, descriptors, [warden.fileno(), *children], root, asked["folder"])
            for one in descriptors:
                os.close(one)
            watched = os.pidfd_open(child)
            children[watched] = child
            poll.register(watched, select.POLLIN)
            _tell(warden, {"pid": child})


def _load(names: list[str], stage: Any) -> dict[str, Any]:
    """Import ``module`` or ``module:name``, as many examples do; what fails here fails there, where it is told."""
    stage.seen()
    for one in names:
        module, _, name = one.partition(":")
        try:
            getattr(importlib.import_module(module), name or "__name__", None)
        except BaseException:  # noqa: S112 - The example says it.
            continue
    gc.freeze()
    threads = len(os.listdir("/proc/self/task")) if os.access("/proc/self/task", os.R_OK) else 1
    return {"loaded": True, "threads": threads, "opened": stage.seen()["opened"]}


def _become(stage: Any, descriptors: list[int], others: list[int], root: str, folder: str) -> None:
    """Turn this forked process into one that plays examples: with streams and a folder for temporary files of its own."""
    try:
        os.setsid()
        empty = os.open(os.devnull, os.O_RDONLY)
        high = [os.dup2(one, 200 + at, inheritable=False) for at, one in enumerate([empty, *descriptors])]
        for one in (empty, *descriptors, *others):
            os.close(one)
        for at, one in enumerate(high):
            os.dup2(one, at, inheritable=at < stage.CONTROL)
            os.close(one)
        os.environ["TMPDIR"] = folder
        os.chdir(root)
        sys.path.insert(0, "")
        # What an example makes is little beside what is loaded, and mostly goes with its process.
        gc.set_threshold(100_000)
        gc.enable()
        stage.play()
    finally:
        os._exit(0)


def _tell(warden: socket.socket, what: dict[str, Any]) -> None:
    warden.send(json.dumps(what).encode("ascii"))


if __name__ == "__main__":
    main()
