"""ASGI applications: imported and served by uvicorn, or by a small server of ours where the environment has none."""

import os
import re

from holdfast.languages.python_run.environment import Environment, find_environment
from holdfast.model.guide import Side
from holdfast.patterns import pattern
from holdfast.verifiers.replayed.inside import source
from holdfast.verifiers.replayed.kinds import READS, Ground, Prepared, outside
from holdfast.world.toolchains import python_paths

KIND = "asgi"
_FRAMEWORK = pattern(
    r"^[ \t]*(?:from|import)\s+(?:fastapi|starlette|litestar|quart|blacksheep|robyn|sanic|django\.core\.asgi|falcon\.asgi)\b",
    re.MULTILINE,
)
_IMPORTED = pattern(r"^(?:from\s+(?P<package>\w+)[\w.]*\s+import|import\s+(?P<plain>\w+))", re.MULTILINE)
_USUAL = ("app.py", "main.py", "asgi.py", "server.py", "app/main.py", "app/__init__.py", "src/main.py")


def fits(side: Side) -> bool:
    """Tell whether a file imports a framework for ASGI, or defines an application by hand."""
    return any(
        one.path.endswith(".py") and (_FRAMEWORK.search(one.text) or "async def app(scope" in one.text)
        for one in side.files
    )


def prepare(side: Side, ground: Ground) -> Prepared:
    """Serve the application that the side names, or the one of its main file."""
    found = _environment(ground)
    sources = [path for folder in ground.folders for path in (os.path.join(folder, "src"), folder)]
    module, _, name = (side.app or _module(side)).partition(":")
    missing = _missing(side, found, sources)
    return Prepared(
        kind=KIND,
        command=(found.python, "-B", f"{ground.inputs}/asgi_side.py", module, name, ground.root),
        files={one.path: one.text.encode("utf-8", "surrogateescape") for one in side.files},
        inputs={one: source(one) for one in ("asgi_side.py", "asgi_server.py")},
        read_only=outside(ground.root, (*found.folders, *python_paths(found.python))),
        environment={
            "PYTHONPATH": ":".join(filter(os.path.isdir, sources)),
            "PYTHONUTF8": "1",
            "PYTHONHASHSEED": "0",
            "PYTHONUNBUFFERED": "1",
            "HOLDFAST_READS": f"{ground.work}/{READS}",
        },
        versions=(("python", found.version), ("packages", found.installed)),
        rests_on=tuple(filter(None, (found.python, found.packages))),
        missing=f"{missing} is not installed" if missing else "",
        remedy=f"{os.path.relpath(found.python, ground.root)} -m pip install {missing}" if missing else "",
    )


def _module(side: Side) -> str:
    """Return the module with the application: the usual name, or the file that looks like it, or the last."""
    paths = [one.path for one in side.files if one.path.endswith(".py")]
    usual = next((path for path in _USUAL if path in paths), "")
    making = [one.path for one in side.files if re.search(r"^app\s*[:=]|^async def app\(", one.text, re.MULTILINE)]
    path = usual if usual in making or not making else making[-1]
    path = path or usual or (paths[-1] if paths else "app.py")
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def _environment(ground: Ground) -> Environment:
    """Return the named environment, that of the configuration, or the nearest above the document."""
    named = ground.environment.get("python")
    if named:
        return find_environment(ground.root, {"python": named})
    said = ground.settings.get("python", {})
    if said.get("python"):
        return find_environment(ground.root, said)
    holding = (folder for folder in ground.folders if any(map(os.path.isfile, _marks(folder))))
    return find_environment(next(holding, ground.root), {})


def _marks(folder: str) -> list[str]:
    return [os.path.join(folder, name, "pyvenv.cfg") for name in (".venv", "venv", "env", ".env")]


def _missing(side: Side, found: Environment, sources: list[str]) -> str:
    """Return the first package that a file imports and that is neither installed nor anybody's own."""
    here = {one.path.partition("/")[0].removesuffix(".py") for one in side.files}
    for one in side.files:
        for line in _IMPORTED.finditer(one.text) if one.path.endswith(".py") else ():
            name = line["package"] or line["plain"]
            own = (os.path.exists(os.path.join(folder, name + end)) for folder in sources for end in ("", ".py"))
            if name not in here and not found.has(name) and not any(own):
                return str(name)
    return ""
