"""``python -m fairlead harbour:app --port 8000``: serve an application with the small server, or describe it.

Serving prints the address once it answers, and stops at an interruption; with ``--while-input`` also at the end of its
standard input, so that it goes when the program goes that started it, however that ends.
"""

import argparse
import asyncio
import importlib
import json
import os
import signal
import sys

from fairlead.app import App
from fairlead.server import serving
from fairlead.typescript import interfaces


def main() -> None:
    """Read the command line and serve, or describe."""
    parser = argparse.ArgumentParser(prog="fairlead", description="Serve an application, or print its description.")
    parser.add_argument("app", help="its module and its name, such as harbour:app")
    parser.add_argument("--port", type=int, default=8000, help="0 for a free one")
    parser.add_argument("--while-input", action="store_true", help="stop at the end of standard input")
    parser.add_argument("--describe", action="store_true", help="print its OpenAPI document")
    parser.add_argument("--types", action="store_true", help="print its operations as a TypeScript interface")
    options = parser.parse_args()
    sys.path.insert(0, os.getcwd())
    module, _, name = options.app.partition(":")
    app = getattr(importlib.import_module(module), name or "app")
    if options.describe:
        print(json.dumps(app.description, indent=2))
    elif options.types:
        print(interfaces(app.description, module.rpartition(".")[2].title()), end="")
    else:
        asyncio.run(_serve(app, options.port, while_input=options.while_input))


async def _serve(app: App, port: int, *, while_input: bool) -> None:
    over = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, over.set)
    if while_input:
        await loop.connect_read_pipe(lambda: _Watched(over), sys.stdin)
    async with serving(app, port=port) as chosen:
        print(f"http://127.0.0.1:{chosen}", flush=True)
        await over.wait()


class _Watched(asyncio.Protocol):
    """Sets an event at the end of a pipe."""

    def __init__(self, over: asyncio.Event) -> None:
        self._over = over

    def connection_lost(self, exc: Exception | None) -> None:
        """The other side is gone."""
        self._over.set()


if __name__ == "__main__":
    main()
