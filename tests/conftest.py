"""Fixtures: small projects in a temporary folder, and the command line as a person runs it."""

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from holdfast.world.sandbox import Capability

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # A shell in the background starts its programs so; what the tests start has to be interruptible all the same.
    signal.signal(signal.SIGINT, signal.default_int_handler)

# How fast the machine is says nothing about what is tested.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

Files = Mapping[str, str | bytes]


class Done(NamedTuple):
    """What a finished command left behind."""

    code: int
    out: str
    err: str
    raw: bytes
    """Standard output as it came."""


def _reads_everything() -> bool:
    """Tell whether permissions do not bind whoever runs the tests, as they do not bind root."""
    with tempfile.NamedTemporaryFile() as file:
        os.chmod(file.name, 0)
        return os.access(file.name, os.R_OK)


needs_permissions = pytest.mark.skipif(_reads_everything(), reason="permissions do not bind this user")


@pytest.fixture(autouse=True)
def isolated(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give every test a home of its own, so that nothing of the machine leaks in and nothing leaks out."""
    home = tmp_path_factory.mktemp("home")
    for name, folder in {
        "HOME": "",
        "XDG_CACHE_HOME": "cache",
        "XDG_STATE_HOME": "state",
        "XDG_CONFIG_HOME": "config",
    }.items():
        monkeypatch.setenv(name, str(home / folder))
    for name in (
        "CI",
        "NO_COLOR",
        "CLICOLOR_FORCE",
        "FORCE_COLOR",
        "FORCE_HYPERLINK",
        "TERM_PROGRAM",
        "VTE_VERSION",
        "KITTY_WINDOW_ID",
        "KONSOLE_VERSION",
        "WT_SESSION",
        "DOMTERM",
        "GITHUB_ACTIONS",
        "COLUMNS",
        "GIT_DIR",
        "GIT_WORK_TREE",
        "PYTHONIOENCODING",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for who in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{who}_NAME", "Nobody")
        monkeypatch.setenv(f"GIT_{who}_EMAIL", "nobody@example.org")
    # Servers of tests are asked directly, whatever proxy the machine needs for the rest of the world.
    for name in ("NO_PROXY", "no_proxy"):
        monkeypatch.setenv(name, "127.0.0.1,localhost")
    return home


@pytest.fixture
def no_clients(monkeypatch: pytest.MonkeyPatch) -> None:
    """Take away what the machine's environment tells package managers."""
    told = ("npm_config_", "cargo_", "goproxy", "goprivate", "gonoproxy", "pip_index", "pip_extra", "pip_no_index")
    for name in [one for one in os.environ if one.lower().startswith(told)]:
        monkeypatch.delenv(name)


@pytest.fixture
def project(tmp_path: Path) -> Callable[..., Path]:
    """Return a function that writes files into a project, by default a git repository without commits, and returns its root."""

    def build(files: Files, *, git: bool = True, name: str = "project") -> Path:
        root = tmp_path / name
        root.mkdir(exist_ok=True)
        for path, content in files.items():
            target = root / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content.encode() if isinstance(content, str) else content)
        if git:
            subprocess.run(["git", "init", "-q", "-b", "main", str(root)], check=True)
        return root

    return build


@pytest.fixture
def holdfast() -> Callable[..., Done]:
    """Return a function that runs the command line in a process of its own."""

    def run(cwd: Path, *args: str, **env: str) -> Done:
        done = subprocess.run(
            [sys.executable, "-m", "holdfast", *args],
            cwd=cwd,
            env={**os.environ, **env},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=60,
            check=False,
        )
        return Done(
            done.returncode, done.stdout.decode("utf-8", "replace"), done.stderr.decode("utf-8", "replace"), done.stdout
        )

    return run


@pytest.fixture
def walls() -> "Capability":
    """Return what the probe of the sandbox found; where there is none, skip aloud with the command that mends it."""
    from holdfast.world.sandbox import probe

    found = probe()
    if found.hindrance:
        pytest.skip(f"no sandbox here: {found.hindrance.found}; {found.hindrance.remedy}")
    return found
