"""Runs inside of a sandbox as one side of a guide: imports an ASGI application and serves it on ``$PORT``.

``asgi_side.py MODULE NAME ROOT``: NAME may be empty, and is then ``app``, or the only ASGI application that the module
defines. With uvicorn where the environment has it, else with the small server that lies beside this file. Which files
below ROOT are opened is appended to ``$HOLDFAST_READS``, a path to each line.
"""

from __future__ import annotations

import importlib
import inspect
import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


def note_reads(root: str, path: str) -> None:
    """Write down every file below the root that is opened or imported from now on."""
    out = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o600)
    seen = set()
    prefix = root.rstrip("/") + "/"

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open" and isinstance(arguments[0], (str, bytes)):
            name = os.fsdecode(arguments[0])
            full = name if name.startswith("/") else os.path.join(os.getcwd(), name)
            if full.startswith(prefix) and full not in seen and "\n" not in full:
                seen.add(full)
                os.write(out, os.fsencode(full[len(prefix) :]) + b"\n")

    sys.addaudithook(hook)


def is_application(found: Any) -> bool:
    """Tell whether an object can be called as ASGI 3 says: with scope, receive and send."""
    if inspect.isclass(found) or not callable(found):
        return False
    call = found if inspect.isroutine(found) else type(found).__call__
    if not inspect.iscoroutinefunction(call):
        return False
    count = len(inspect.signature(call).parameters) - (0 if inspect.isroutine(found) else 1)
    return count >= 3


def application(module: Any, name: str) -> Any:
    """Return the application of a module, and end with what is wrong where there is none, or more than one."""
    if name:
        found = module
        for part in name.split("."):
            found = getattr(found, part)
        return found
    if hasattr(module, "app"):
        return module.app
    found = {id(one): one for key, one in vars(module).items() if not key.startswith("_") and is_application(one)}
    own = [one for one in found.values() if getattr(type(one), "__module__", "") != "builtins"]
    if len(own) != 1:
        sys.exit(
            f'{module.__name__} defines {len(own) or "no"} ASGI applications; name it app, or say app="module:name"'
        )
    return own[0]


def main() -> None:
    """Serve until the end."""
    name, attribute, root = sys.argv[1:4]
    here = os.path.dirname(os.path.abspath(__file__))
    sys.path[:] = [one for one in sys.path if os.path.abspath(one or ".") != here]
    sys.path.insert(0, os.getcwd())
    note_reads(root, os.environ["HOLDFAST_READS"])
    app = application(importlib.import_module(name), attribute)
    port = int(os.environ["PORT"])
    try:
        import uvicorn
    except ImportError:
        sys.path.append(here)
        import asgi_server

        asgi_server.serve(app, port)
    else:
        uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning", access_log=False)


if __name__ == "__main__":
    main()
