"""The project's own Python: named in the configuration, a virtual environment in the project, or the one Holdfast runs on."""

import os
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from holdfast.digest import sha256
from holdfast.errors import UsageError
from holdfast.world.root import lies_in

_USUAL = (".venv", "venv", "env", ".env")


@dataclass(frozen=True, slots=True)
class Environment:
    """An interpreter with what is installed for it; nothing of it was run to learn this."""

    python: str
    """Absolute path of the program."""
    version: str
    """Such as ``3.11.7``; empty where it does not say."""
    folders: tuple[str, ...]
    """What a sandbox has to show so that it runs: the environment and the installation it was made from."""
    packages: str
    """Folder with the installed distributions; empty where none is known."""
    sources: tuple[str, ...]
    """Folders of the project from which its own packages are imported."""

    @property
    def installed(self) -> str:
        """Twelve hex digits over the names and versions of all installed distributions."""
        names = sorted(name for name in _entries(self.packages) if name.endswith((".dist-info", ".egg-info")))
        return sha256("\n".join(names).encode()).hexdigest()[:12]

    def has(self, module: str) -> bool:
        """Tell whether a top-level module is there without the project: in the standard library or installed."""
        if module in sys.stdlib_module_names or module in sys.builtin_module_names:
            return True
        found = {name.partition(".")[0] for name in _entries(self.packages)}
        return module in found

    def own(self, module: str) -> bool:
        """Tell whether a top-level module is the project's."""
        return any(
            os.path.isfile(os.path.join(folder, module + ".py")) or os.path.isdir(os.path.join(folder, module))
            for folder in self.sources
        )


def find_environment(root: str, settings: Mapping[str, Any]) -> Environment:
    """Return the environment that examples of a project are tried in.

    Raises :class:`~holdfast.errors.UsageError` where the configuration names a program that is not there.
    """
    named = settings.get("python")
    if named:
        python = os.path.join(root, os.path.expanduser(str(named)))
        if not os.path.isfile(python):
            raise UsageError(
                f"there is no program {named}", where="[verify.python] python", remedy="name an interpreter, or none"
            )
    else:
        python = next((found for folder in _folders(root) if (found := _program(folder))), sys.executable)
    home = _home_of(python)
    base = _installation(python, home)
    folders = tuple(dict.fromkeys(folder for folder in (home, base) if folder and not folder.startswith("/usr")))
    return Environment(python, _version(home, base), folders, _packages(home or base), _sources(root))


def _folders(root: str) -> Iterator[str]:
    active = os.environ.get("VIRTUAL_ENV", "")
    if active and lies_in(root, active):
        yield active
    for name in _USUAL:
        yield os.path.join(root, name)


def _program(folder: str) -> str:
    if not os.path.isfile(os.path.join(folder, "pyvenv.cfg")):
        return ""
    names = (os.path.join(folder, "bin", name) for name in ("python", "python3"))
    return next((name for name in names if os.path.isfile(name)), "")


def _home_of(python: str) -> str:
    """Return the virtual environment that a program belongs to; empty where it belongs to none."""
    folder = os.path.dirname(os.path.dirname(os.path.abspath(python)))
    return folder if os.path.isfile(os.path.join(folder, "pyvenv.cfg")) else ""


def _installation(python: str, home: str) -> str:
    """Return the folder of the installation behind a program, such as ``~/.pyenv/versions/3.12.1``."""
    return os.path.dirname(os.path.dirname(os.path.realpath(python)))


def _version(home: str, base: str) -> str:
    try:
        with open(os.path.join(home, "pyvenv.cfg"), encoding="utf-8", errors="replace") as file:
            found = re.search(r"^version(?:_info)?\s*=\s*(\S+)", file.read(), re.MULTILINE)
    except OSError:
        found = None
    if found:
        return found[1]
    names = [name for name in _entries(os.path.join(base, "lib")) if re.fullmatch(r"python3\.\d+", name)]
    own = os.path.realpath(sys.base_prefix) == os.path.realpath(base)
    return ".".join(map(str, sys.version_info[:3])) if own else (names[-1].removeprefix("python") if names else "")


def _packages(folder: str) -> str:
    lib = os.path.join(folder, "lib")
    names = sorted(name for name in _entries(lib) if name.startswith("python3"))
    found = [os.path.join(lib, name, "site-packages") for name in names]
    return next((one for one in reversed(found) if os.path.isdir(one)), "")


def _sources(root: str) -> tuple[str, ...]:
    return tuple(folder for folder in (os.path.join(root, "src"), root) if os.path.isdir(folder))


def _entries(folder: str) -> list[str]:
    try:
        return sorted(os.listdir(folder)) if folder else []
    except OSError:
        return []
