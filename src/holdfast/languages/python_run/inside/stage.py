"""A forked process: runs the steps that the warden sends it, and cannot say by itself that one of them ended well.

When the code of a step has come to its end, this process waits for a byte, see ``ending.py``. The warden looks
from outside, in ``/proc/PID/syscall``, whether it waits at exactly that depth of the stack: code that
still runs stands deeper, whatever it calls or writes. All else that is said from here speaks against the
example or is its output, so that a lie gains nothing.
"""

from __future__ import annotations

import ctypes
import json
import linecache
import os
import sys
import types
from functools import partial
from itertools import takewhile
from operator import ne

import complaint
import shape
from ending import performer

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

CONTROL = 3
"""The descriptor that leads to the warden."""
_COROUTINE = 0x80
_opened: set[str] = set()
_imported: set[str] = set()
_started: set[str] = set()
_PROGRAMS = frozenset({"subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.forkpty"})
_FILES = frozenset({"open", "sqlite3.connect", "os.listdir", "os.scandir"})


_PR_SET_DUMPABLE = 4
_prctl = ctypes.CDLL(None).prctl


def show(yes: int) -> None:
    """Let the warden look at this process, or nobody: others of the same user could write to its memory as well."""
    _prctl(_PR_SET_DUMPABLE, yes, 0, 0, 0)


def watch(root: str) -> None:
    """Note from now on which files below a folder are opened or listed, which modules and programs are asked for."""
    folder = root.rstrip("/") + "/"

    def heard(event: str, arguments: tuple[Any, ...]) -> None:
        if event in _FILES:
            path = _absolute(arguments[0])
            if (path + "/").startswith(folder):
                if not event.startswith("os."):
                    _opened.add(path)
                elif not sys._getframe(1).f_code.co_filename.startswith("<frozen importlib"):  # noqa: SLF001
                    _opened.add(path + "/")
        elif event == "import":
            _imported.add(str(arguments[0]))
        elif event in _PROGRAMS:
            _started.add(event)
        elif event == "sys.settrace":
            raise RuntimeError("the interpreter cannot be traced while examples are tried")

    sys.addaudithook(heard)


def seen() -> dict[str, list[str]]:
    """Return what was noted since the last time."""
    found = {"opened": sorted(_opened), "imported": sorted(_imported), "started": sorted(_started)}
    for notes in (_opened, _imported, _started):
        notes.clear()
    return found


def play() -> None:
    """Run every step that comes, until the warden hangs up or a step does not come to its end."""
    spaces: dict[int, types.ModuleType] = {}
    loops: dict[int, Any] = {}
    while True:
        step = json.loads(_take(int.from_bytes(_take(4), "big")))
        number = step["space"]
        if number not in spaces:
            spaces[number] = types.ModuleType("__main__")
            spaces[number].__dict__["__file__"] = step["file"]
        sys.modules["__main__"] = spaces[number]
        text = "\n" * (step["line"] - 1) + step["code"]
        linecache.cache[step["file"]] = (len(text), None, text.splitlines(keepends=True), step["file"])
        newest = next(reversed(sys.modules))
        seen()
        code, names = _prepared(step, spaces[number], loops)
        performer(code, names, step["file"], partial(_finish, os.getpid(), newest), _give_up)()
        show(0)


def _finish(own: int, newest: str) -> None:
    """Say what the step printed and read, and let the warden look. A process that the example forked ends here.

    Modules stand in the order in which they were loaded; to touch each of a thousand would copy the memory of its name.
    """
    flush()
    if own != os.getpid():
        os._exit(0)
    say(b"O", {**seen(), "loaded": sorted(filter(_lasts, takewhile(partial(ne, newest), reversed(sys.modules))))})
    show(1)


def _prepared(step: dict[str, Any], space: types.ModuleType, loops: dict[int, Any]) -> tuple[Any, dict[str, Any]]:
    """Compile a step; code with ``await`` at its top runs on the event loop of its namespace."""
    try:
        code = shape.compiled(step)
    except BaseException as error:
        _give_up(error, step["file"], os.getpid())
    if not code.co_flags & _COROUTINE:
        return code, space.__dict__
    import asyncio

    if step["space"] not in loops:
        loops[step["space"]] = asyncio.new_event_loop()
        asyncio.set_event_loop(loops[step["space"]])
    run, example = loops[step["space"]].run_until_complete, types.FunctionType(code, space.__dict__)
    return compile("run(example())", "<holdfast>", "exec"), {"run": run, "example": example}


def _give_up(error: BaseException, file: str, own: int) -> Any:
    flush()
    if own != os.getpid():
        sys.excepthook(type(error), error, error.__traceback__)
        flush()
        os._exit(1)
    noted = seen()
    try:
        said = complaint.of(error, file)
    except BaseException as second:
        said = {"name": type(error).__name__, "message": "", "text": f"{type(second).__name__} while it was described"}
    try:
        say(b"F", {**noted, **said})
    finally:
        os._exit(0)


def flush() -> None:
    """Hand on what the example printed and Python still holds; streams that it put in place fail as they like."""
    for stream in (sys.stdout, sys.stderr, sys.__stdout__, sys.__stderr__):
        try:
            stream.flush()  # type: ignore[union-attr]
        except BaseException:  # noqa: S112 - They may be anything.
            continue


def say(kind: bytes, what: dict[str, Any]) -> None:
    """Send one message: its kind, the length of what follows in four bytes, JSON."""
    body = json.dumps(what).encode("ascii")
    message = kind + len(body).to_bytes(4, "big") + body
    while message:
        message = message[os.write(CONTROL, message) :]


def _take(count: int) -> bytes:
    taken = b""
    while len(taken) < count:
        chunk = os.read(CONTROL, count - len(taken))
        if not chunk:
            os._exit(0)
        taken += chunk
    return taken


def _absolute(path: Any) -> str:
    if not isinstance(path, (str, bytes)) and not hasattr(path, "__fspath__"):
        return ""
    text = os.fsdecode(path)
    return text if text[:1] == "/" and "/." not in text else os.path.normpath(os.path.join(os.getcwd(), text))


def _lasts(name: str) -> bool:
    """Tell whether a module may be loaded for all examples: it lies where no example can have written it."""
    origin = getattr(getattr(sys.modules.get(name), "__spec__", None), "origin", None)
    return isinstance(origin, str) and (origin in {"built-in", "frozen"} or origin.startswith(tuple(sys.path[1:])))
