"""A forked process: runs the steps that the warden sends it, and cannot say by itself that one of them ended well.

When the code of a step has come to its end, this process waits for one byte in ``_perform``. The warden
looks from outside, by ``/proc/PID/syscall``, whether it waits at exactly that depth of the stack: code that
still runs stands deeper, whatever it calls or writes. All other things that are said here are said against the
example or about its output, so that a lie about them gains nothing.
"""

from __future__ import annotations

import ast
import json
import os
import sys
import types
from typing import Any

CONTROL = 3
"""The descriptor that leads to the warden."""
_COROUTINE = 0x80 | 0x100
_EXCERPT = 8000
_opened: set[str] = set()
_imported: set[str] = set()
_started: set[str] = set()


def watch(root: str) -> None:
    """Note from now on which files below a folder are opened or listed, which modules and programs are asked for."""
    folder = root.rstrip("/") + "/"

    def heard(event: str, arguments: tuple[Any, ...]) -> None:
        if event in ("open", "sqlite3.connect", "os.listdir", "os.scandir"):
            path = arguments[0]
            if not isinstance(path, (str, bytes)) and not hasattr(path, "__fspath__"):
                return
            text = os.fsdecode(path)
            if text[:1] != "/":
                text = os.path.normpath(os.path.join(os.getcwd(), text or "."))
            if not (text + "/").startswith(folder):
                return
            if event.startswith("os."):
                if sys._getframe(1).f_code.co_filename.startswith("<frozen importlib"):
                    return
                text += "/"
            _opened.add(text)
        elif event == "import":
            _imported.add(str(arguments[0]))
        elif event in ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn", "os.fork", "os.forkpty"):
            _started.add(event)

    sys.addaudithook(heard)


def play() -> None:
    """Run every step that comes, until the warden hangs up."""
    known = set(sys.modules)
    spaces: dict[int, types.ModuleType] = {}
    while True:
        head = _take(4)
        step = json.loads(_take(int.from_bytes(head, "big")))
        space = spaces.get(step["space"])
        if space is None:
            space = spaces[step["space"]] = types.ModuleType("__main__")
            space.__dict__.update(__file__=step["file"], __builtins__=__builtins__)
        sys.modules["__main__"] = space
        for kept in (_opened, _imported, _started):
            kept.clear()
        _lines_of(step)
        code = _prepared(step, space)
        if code is not None:
            _perform(*code)
        _flush()
        _say(
            b"O",
            {
                "opened": sorted(_opened),
                "imported": sorted(_imported),
                "started": sorted(_started),
                "loaded": sorted(set(sys.modules) - known),
            },
        )


def _perform(code: Any, names: dict[str, Any], control: int = CONTROL, run: Any = exec, read: Any = os.read, write: Any = os.write) -> None:
    """Run the code and wait to be seen at its end; one expression, so that there is no line to jump to behind the run."""
    try:
        if read(control, write(control, b"E") if run(code, names) is None else 0) == b"+":
            return
    except BaseException as error:
        _complain(error, code.co_filename)
    _flush()
    os._exit(0)


def _prepared(step: dict[str, Any], space: types.ModuleType) -> tuple[Any, dict[str, Any]] | None:
    """Compile a step; code with ``await`` at its top runs on the event loop of its namespace."""
    from shape import shaped

    try:
        tree = ast.parse("\n" * (step["line"] - 1) + step["code"], step["file"])
        tree = shaped(tree, step)
        code = compile(tree, step["file"], "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    except BaseException as error:
        _complain(error, step["file"])
        os._exit(0)
    if not code.co_flags & _COROUTINE:
        return code, space.__dict__
    import asyncio

    loop = space.__dict__.get("__holdfast_loop__")
    if loop is None:
        loop = asyncio.new_event_loop()
        space.__dict__["__holdfast_loop__"] = loop
    outer = compile("run(example())", step["file"], "exec")
    return outer, {"run": loop.run_until_complete, "example": types.FunctionType(code, space.__dict__)}
