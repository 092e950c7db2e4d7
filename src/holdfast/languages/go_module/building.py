"""Packages of examples compiled in the sandbox, with the standard library compiled beforehand.

Go compiles its standard library into a cache, which takes most of the time and which every sandbox would do anew. So
it is compiled once in a sandbox of its own, which sees the toolchain and no document, and is kept for later runs.
What a document's code writes into its copy of that cache is gone with its sandbox: nobody's example can change what
another's is built with.
"""

import json
import os
import re
from collections.abc import Mapping, Sequence

from holdfast.digest import sha256
from holdfast.languages.go_module.source import Package
from holdfast.world.bench import Bench
from holdfast.world.cachefolder import cache_folder, put
from holdfast.world.sandbox import MIB, Limits, Session, View
from holdfast.world.toolchains import find

LIMITS = Limits(
    wall=3600, cpu=1200, memory=4096 * MIB, data=4096 * MIB, work=2048 * MIB, home=64 * MIB, processes=1024,
    file_size=1024 * MIB, output=4 * MIB,
)  # fmt: skip
_SECONDS = 600.0
_ARCHIVE = 768 * MIB
_FOLDER = "holdfast_examples"
_QUOTED = re.compile(r'"([a-z][\w./-]*)"')


def go_root() -> str:
    """Return the folder of Go's toolchain; empty without one."""
    program = find("go")
    return os.path.dirname(os.path.dirname(os.path.realpath(program))) if program else ""


def standard_packages(packages: Sequence[Package]) -> list[str]:
    """Return the packages of the standard library that are imported, as far as the text tells."""
    texts = [text for one in packages for text in one.files.values()]
    named = {name for text in texts for name in _QUOTED.findall(text)} | {"io", "os"}
    return sorted(name for name in named if os.path.isdir(os.path.join(go_root(), "src", name)))


def warm(bench: Bench, version: str, wanted: Sequence[str]) -> bytes:
    """Return an archive of Go's cache that holds at least these packages of the standard library; empty where that fails."""
    name = sha256(f"{version}\0{go_root()}".encode()).hexdigest()[:16]
    path = os.path.join(cache_folder(), f"go-std-{name}.tar")
    listed, archive = _kept(path)
    if listed >= set(wanted):
        return archive
    together = sorted(listed | set(wanted))
    view = View(read_only=(go_root(),), inputs={"cache.tar": archive})
    with bench.room(view, LIMITS) as room, room.session(cwd=room.work) as session:
        unpack(session, room.inputs, room.work)
        done = go(session, room.work, "build", *together, cwd=room.work)
        packed = session.run(["/bin/tar", "-cf", f"{room.work}/made.tar", "-C", f"{room.work}/cache", "."])
        if done[0] or packed.exit:
            return archive
        made = session.fetch(f"{room.work}/made.tar", _ARCHIVE)
    _keep(path, together, made)
    return made


def unpack(session: Session, inputs: str, work: str) -> None:
    """Put the standard library's cache where Go will find it and may add to it."""
    script = f"mkdir -p '{work}/cache' && tar -xf '{inputs}/cache.tar' -C '{work}/cache' 2>/dev/null"
    session.run(["/bin/sh", "-c", script])


def lay_out(session: Session, bench: Bench, work: str, packages: Mapping[str, dict[str, str]]) -> str:
    """Write packages; return the folder to build in, which is the project where that is a module.

    There the packages are laid over it, which Go offers for editors, so that they see its own packages, its
    ``internal`` ones and its vendored ones, and nothing is written to it.
    """
    module = os.path.isfile(os.path.join(bench.root, "go.mod"))
    over: dict[str, str] = {}
    contents: dict[str, bytes] = {}
    for name, files in packages.items():
        for file, text in files.items():
            path = f"{work}/{_FOLDER}/{name}/{file}"
            contents[path] = text.encode("utf-8", "surrogateescape")
            over[os.path.join(bench.root, _FOLDER, name, file)] = path
    if module:
        contents[f"{work}/overlay.json"] = json.dumps({"Replace": over}).encode()
    else:
        contents[f"{work}/go.mod"] = b"module holdfast\n"
    session.store(contents)
    return bench.root if module else work


def build(session: Session, folder: str, work: str, *options: str) -> str:
    """Build all packages; return what the compiler says."""
    overlay = ["-overlay", f"{work}/overlay.json"] if folder != work else []
    return go(session, work, "build", *overlay, *options, f"./{_FOLDER}/...", cwd=folder)[1]


def go(session: Session, work: str, verb: str, *arguments: str, cwd: str) -> tuple[int, str]:
    """Run Go; nothing is fetched, and no setting of the user's is asked."""
    environment = {
        "CGO_ENABLED": "0",
        "GOCACHE": f"{work}/cache",
        "GOENV": "off",
        "GOFLAGS": "-buildvcs=false",
        "GOMODCACHE": module_cache() or f"{work}/modules",
        "GOPROXY": "off",
        "GOSUMDB": "off",
        "GOTELEMETRY": "off",
        "GOTMPDIR": work,
        "GOTOOLCHAIN": "local",
    }
    command = [f"{go_root()}/bin/go", verb, *arguments]
    done = session.run(command, cwd=cwd, environment=environment, seconds=_SECONDS, output=16 * MIB)
    said = done.stderr.decode("utf-8", "replace")
    return done.exit, said if not done.timed_out else f"go was ended after {done.wall:.0f} s"


def module_cache() -> str:
    """Return where Go keeps the modules it fetched; empty where there are none."""
    base = os.environ.get("GOPATH", os.path.join(os.path.expanduser("~"), "go")).split(os.pathsep)[0]
    path = os.environ.get("GOMODCACHE") or os.path.join(base, "pkg", "mod")
    return path if os.path.isdir(path) else ""


def view(bench: Bench, archive: bytes) -> View:
    """Return what a sandbox shows: the project, the toolchain, and modules that Go fetched earlier."""
    paths = tuple(filter(None, (go_root(), module_cache())))
    return View(repository=bench.root, read_only=paths, inputs={"cache.tar": archive})


def _kept(path: str) -> tuple[set[str], bytes]:
    """Return what was kept: a line with the names of the packages, then the archive."""
    try:
        with open(path, "rb") as file:
            names = file.readline().decode().split()
            return set(names), file.read()
    except (OSError, UnicodeDecodeError):
        return set(), b""


def _keep(path: str, names: Sequence[str], archive: bytes) -> None:
    """Keep an archive; where that fails the next run compiles again."""
    try:
        os.makedirs(os.path.dirname(path), mode=0o700, exist_ok=True)
        put(path, [" ".join(names).encode() + b"\n", archive])
    except OSError:
        return
