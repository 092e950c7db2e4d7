"""The programs that examples need: where they are, which version, and what of this machine they read.

Paths are named one by one, never a whole home directory: ``~/.cargo`` holds credentials beside its programs.
"""

import os
import shutil
import subprocess
from collections.abc import Iterable


def python_paths(executable: str) -> tuple[str, ...]:
    """Return what a Python needs: its own installation and, for a virtual environment, that as well.

    Links are followed one by one, as each of them is a path that has to be there.
    """
    found: list[str] = []
    path = os.path.abspath(executable)
    for _ in range(10):
        prefix = os.path.dirname(os.path.dirname(path))
        found.append(prefix)
        found += _base(prefix)
        if not os.path.islink(path):
            break
        path = os.path.normpath(os.path.join(os.path.dirname(path), os.readlink(path)))
    return _needed(found)


def program_paths(path: str) -> tuple[str, ...]:
    """Return the folders in which a program and what it links to lie, beyond the system's own."""
    return _needed((os.path.dirname(os.path.abspath(path)), os.path.dirname(os.path.realpath(path))))


def _base(prefix: str) -> list[str]:
    """Return the installation that a virtual environment was made from; see PEP 405."""
    try:
        with open(os.path.join(prefix, "pyvenv.cfg"), encoding="utf-8") as file:
            pairs = dict(line.split("=", 1) for line in file if "=" in line)
    except (OSError, UnicodeDecodeError):
        return []
    home = next((value.strip() for key, value in pairs.items() if key.strip() == "home"), "")
    return [os.path.dirname(home), os.path.dirname(os.path.realpath(home))] if home else []


def _needed(paths: Iterable[str]) -> tuple[str, ...]:
    """Drop what every sandbox shows anyway."""
    system = ("/", "/usr", "/bin", "/sbin", "/lib", "/lib64")
    return tuple(dict.fromkeys(one for one in paths if one not in system and not one.startswith("/usr/")))


def find(name: str) -> str:
    """Return a program's path: beside our own Python first, as an extra installs it there, then on the user's path."""
    import sys

    beside = os.path.join(os.path.dirname(sys.executable), name)
    return beside if os.access(beside, os.X_OK) else shutil.which(name) or ""


def version(path: str, *arguments: str) -> str:
    """Return the first version number a program prints, asked outside of any project, or nothing."""
    import re

    said = _output(path, *(arguments or ("--version",)))
    found = re.search(r"\d+\.\d+[\w.+-]*", said)
    return found[0] if found else ""


def rust_root(rustc: str) -> str:
    """Return the folder of the toolchain behind a ``rustc``, which may be rustup's stand-in, or nothing.

    Its ``bin`` holds the real programs; rustup's would look for settings below the home directory.
    """
    root = _rustup_default(rustc) or _output(rustc, "--print", "sysroot").strip()
    return root if os.path.isdir(root) else ""


def _rustup_default(rustc: str) -> str:
    """Return the toolchain that rustup's stand-in starts outside of any project; empty where only rustup itself can tell.

    To ask it takes as long as compiling an example. Source: https://rust-lang.github.io/rustup/overrides.html.
    """
    if os.path.basename(os.path.realpath(rustc)) != "rustup":
        return ""
    import tomllib

    home = os.environ.get("RUSTUP_HOME") or os.path.join(os.path.expanduser("~"), ".rustup")
    try:
        with open(os.path.join(home, "settings.toml"), "rb") as file:
            settings = tomllib.load(file)
    except (OSError, ValueError):
        return ""
    name = os.environ.get("RUSTUP_TOOLCHAIN") or settings.get("default_toolchain")
    root = os.path.join(home, "toolchains", str(name))
    known = not settings.get("overrides") and os.access(os.path.join(root, "bin", "rustc"), os.X_OK)
    return root if known else ""


def cargo_paths() -> tuple[str, ...]:
    """Return where Cargo keeps what it fetched, and nothing of what it keeps beside it, such as its credentials."""
    home = os.environ.get("CARGO_HOME") or os.path.join(os.path.expanduser("~"), ".cargo")
    return tuple(path for path in (os.path.join(home, "registry"), os.path.join(home, "git")) if os.path.isdir(path))


def _output(*command: str) -> str:
    """Run a program of the user's in the root folder, where no project's configuration can speak to it."""
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, check=False, timeout=20, cwd="/", stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.TimeoutExpired, UnicodeDecodeError):
        return ""
    return done.stdout if done.returncode == 0 else ""
