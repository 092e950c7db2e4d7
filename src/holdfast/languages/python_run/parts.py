"""The programs that run inside the sandbox, as text or as what Python compiles of it."""

import importlib.util
import os
import py_compile
import sys
from importlib import resources

NAMES = ("warden", "nursery", "player", "zygote", "stage", "ending", "shape", "complaint")


def parts(python: str) -> dict[str, bytes]:
    """Return files by name for an interpreter: compiled ones where it is the one that runs here, else their text.

    To compile them takes longer than most examples run.
    """
    same = os.path.realpath(python) == os.path.realpath(sys.executable)
    folder = resources.files(f"{__package__}.inside")
    found = {}
    for name in NAMES:
        source = folder.joinpath(f"{name}.py")
        compiled = _compiled(str(source)) if same else b""
        found[f"{name}.pyc" if compiled else f"{name}.py"] = compiled or source.read_bytes()
    return found


def _compiled(path: str) -> bytes:
    """Return the compiled form that Python keeps beside a module, made where it is not there; empty where it cannot be."""
    try:
        kept = importlib.util.cache_from_source(path)
        status = os.stat(path)
        stamp = (int(status.st_mtime) & 0xFFFFFFFF).to_bytes(4, "little") + (status.st_size & 0xFFFFFFFF).to_bytes(
            4, "little"
        )
        if not _is_of(kept, stamp):
            py_compile.compile(path, kept, doraise=True, invalidation_mode=py_compile.PycInvalidationMode.TIMESTAMP)
        with open(kept, "rb") as file:
            found = file.read()
    except (OSError, NotImplementedError, py_compile.PyCompileError):
        return b""
    return found if found[:4] == importlib.util.MAGIC_NUMBER and found[8:16] == stamp else b""


def _is_of(kept: str, stamp: bytes) -> bool:
    try:
        with open(kept, "rb") as file:
            head = file.read(16)
    except OSError:
        return False
    return head[:4] == importlib.util.MAGIC_NUMBER and head[8:16] == stamp
