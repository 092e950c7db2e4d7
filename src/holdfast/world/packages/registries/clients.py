"""The configuration of package managers, the user's and the repository's kept apart.

A repository can name its registries, and its private names are asked there; but it cannot have the user's credentials
sent anywhere, nor make the machine talk to its own network.
"""

import os
import re
import sys
from collections.abc import Iterator, Mapping
from configparser import ConfigParser, Error
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from typing import Any

from holdfast.toml import loads
from holdfast.world.regular import open_regular

_LIMIT = 1024 * 1024


@dataclass(slots=True)
class Clients:
    """What there is to know of the clients' configuration on this machine."""

    root: str
    """Of the project, absolute."""
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)
    private: tuple[str, ...] = ()
    """Patterns of names that no public registry may be asked about, from the project's configuration."""
    _read: dict[str, str] = field(default_factory=dict)

    @property
    def home(self) -> str:
        """The user's home folder."""
        return self.environment.get("HOME") or os.path.expanduser("~")

    def is_private(self, name: str) -> bool:
        """Tell whether the project says that a name is its own."""
        return any(fnmatchcase(name.lower(), pattern.lower()) for pattern in self.private)

    def text(self, path: str) -> str:
        """Return the text of a configuration file; empty for one that is not there or cannot be read."""
        if path not in self._read:
            try:
                with open_regular(path) as file:
                    self._read[path] = file.read(_LIMIT).decode("utf-8", "replace")
            except OSError:
                self._read[path] = ""
        return self._read[path]

    def toml(self, path: str) -> dict[str, Any]:
        """Return a TOML file; empty for one that is not there or is none."""
        try:
            return loads(self.text(path))
        except (ValueError, RecursionError):
            return {}

    def pip(self) -> dict[str, str]:
        """Return pip's options ``index-url``, ``extra-index-url`` and ``no-index`` as they count: environment over files."""
        found: dict[str, str] = {}
        for path in self._pip_files():
            parser = ConfigParser(interpolation=None, strict=False)
            try:
                parser.read_string(self.text(path))
            except Error:
                continue
            for section in ("global", "download", "install"):
                if parser.has_section(section):
                    found |= {key.replace("_", "-"): value for key, value in parser.items(section)}
        for key in ("index-url", "extra-index-url", "no-index"):
            value = self.environment.get("PIP_" + key.upper().replace("-", "_"))
            if value is not None:
                found[key] = value
        return found

    def _pip_files(self) -> Iterator[str]:
        """Yield pip's files in the order in which they override one another, after pip's "Configuration"."""
        only = self.environment.get("PIP_CONFIG_FILE", "")
        if only == os.devnull:
            return
        base = self.environment.get("XDG_CONFIG_HOME") or os.path.join(self.home, ".config")
        if sys.platform == "win32":
            yield os.path.join(self.environment.get("APPDATA", ""), "pip", "pip.ini")
        else:
            for folder in (self.environment.get("XDG_CONFIG_DIRS") or "/etc/xdg").split(":"):
                yield os.path.join(folder, "pip", "pip.conf")
            yield "/etc/pip.conf"
            yield os.path.join(self.home, ".pip", "pip.conf")
            yield os.path.join(base, "pip", "pip.conf")
        if self.environment.get("VIRTUAL_ENV"):
            yield os.path.join(self.environment["VIRTUAL_ENV"], "pip.conf")
        if only:
            yield only

    def npm(self) -> tuple[dict[str, str], dict[str, str]]:
        """Return npm's settings: the user's, with the environment's variables filled in, and the repository's, as they are."""
        environment = self.environment
        user: dict[str, str] = {}
        prefix = environment.get("PREFIX") or "/usr/local"
        default = os.path.join(self.home, ".npmrc")
        for path in (
            environment.get("NPM_CONFIG_GLOBALCONFIG") or os.path.join(prefix, "etc", "npmrc"),
            environment.get("NPM_CONFIG_USERCONFIG") or environment.get("npm_config_userconfig") or default,
        ):
            user |= {key: self._filled(value) for key, value in _ini(self.text(path))}
        for name, value in environment.items():
            if name.lower().startswith("npm_config_") and value:
                key = name[len("npm_config_") :]
                user[key if key.startswith(("@", "//")) else key.lower().replace("_", "-")] = value
        return user, dict(_ini(self.text(os.path.join(self.root, ".npmrc"))))

    def _filled(self, value: str) -> str:
        return re.sub(r"\$\{([^{}?]+)\??\}", lambda match: self.environment.get(match[1], ""), value)

    def cargo(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Return Cargo's configuration: the user's and the repository's; the nearer file wins in each."""
        base = self.environment.get("CARGO_HOME") or os.path.join(self.home, ".cargo")
        user = self._cargo_in(base)
        return user, self._cargo_in(os.path.join(self.root, ".cargo"))

    def _cargo_in(self, folder: str) -> dict[str, Any]:
        return self.toml(os.path.join(folder, "config.toml")) or self.toml(os.path.join(folder, "config"))

    def go(self, name: str, default: str = "") -> str:
        """Return a variable of Go: the environment's, else that of the file which ``go env -w`` writes."""
        if self.environment.get(name):
            return self.environment[name]
        base = self.environment.get("XDG_CONFIG_HOME") or os.path.join(self.home, ".config")
        path = self.environment.get("GOENV") or os.path.join(base, "go", "env")
        for line in self.text(path).splitlines() if path != "off" else ():
            key, _, value = line.partition("=")
            if key.strip() == name and value.strip():
                return value.strip()
        return default


def clients_of(root: str, settings: Mapping[str, Any], environment: Mapping[str, str] = os.environ) -> Clients:
    """Return the clients' configuration for a project; ``settings`` is its ``[verify]`` table, which may name private packages."""
    table = settings.get("library")
    names = table.get("private", ()) if isinstance(table, dict) else ()
    private = [names] if isinstance(names, str) else names
    return Clients(root, environment, tuple(one for one in private if isinstance(one, str)))


def _ini(text: str) -> Iterator[tuple[str, str]]:
    """Yield the settings of an ``.npmrc``; sections and lists are passed over."""
    for raw in text.splitlines():
        line = raw.strip()
        key, mark, value = line.partition("=")
        if mark and line[0] not in ";#[":
            yield key.strip(), value.strip().strip("\"'")
