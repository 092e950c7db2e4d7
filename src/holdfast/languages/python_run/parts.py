"""The programs that run inside the sandbox, as text or as what Python compiles of it."""

import importlib.util
import os
import sys

_FOLDER = os.path.join(os.path.dirname(__file__), "inside")
NAMES = ("warden", "nursery", "player", "zygote", "stage", "ending", "shape", "complaint")


def parts(python: str) -> dict[str, bytes]:
    """Return files by name for an interpreter: compiled ones where it is the one that runs here, else their text.

    To compile them takes longer than most examples run.
    """
    same = os.path.realpath(python) == os.path.realpath(sys.executable)
    found = {}
    for name in NAMES:
        path = os.path.join(_FOLDER, f"{name}.py")
        compiled = _compiled(path) if same else b""
        found[f"{name}.pyc" if compiled else f"{name}.py"] = compiled or _content(path)
    return found


def _content(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()


def _compiled(path: str) -> bytes:
    """Return the compiled form that Python keeps beside a module, made where it is not there; empty where it cannot be."""
    try:
        kept = importlib.util.cache_from_source(path)
        status = os.stat(path)
        stamp = (int(status.st_mtime) & 0xFFFFFFFF).to_bytes(4, "little") + (status.st_size & 0xFFFFFFFF).to_bytes(
            4, "little"
        )
        if not _is_of(kept, stamp):
            # Our own source, which compiles.
            from py_compile import PycInvalidationMode, compile

            compile(path, kept, invalidation_mode=PycInvalidationMode.TIMESTAMP)
        found = _content(kept)
    except (OSError, NotImplementedError):
        return b""
    return found if found[:4] == importlib.util.MAGIC_NUMBER and found[8:16] == stamp else b""


def _is_of(kept: str, stamp: bytes) -> bool:
    try:
        with open(kept, "rb") as file:
            head = file.read(16)
    except OSError:
        return False
    return head[:4] == importlib.util.MAGIC_NUMBER and head[8:16] == stamp
