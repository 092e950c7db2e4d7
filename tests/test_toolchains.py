"""Where the programs of examples lie."""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from holdfast.world.toolchains import rust_root

HOMES = {f"{name.upper()}_HOME": os.path.expanduser(f"~/.{name}") for name in ("rustup", "cargo")}


@pytest.fixture
def rustup(tmp_path, monkeypatch):
    """Return a home of rustup with two toolchains, and a stand-in that says what rustup would."""
    for name in ("stable-x", "nightly-x"):
        program = tmp_path / "toolchains" / name / "bin" / "rustc"
        program.parent.mkdir(parents=True)
        program.write_text("#!/bin/sh\n")
        program.chmod(0o755)
    stand_in = tmp_path / "rustup"
    stand_in.write_text(f"#!/bin/sh\necho asked >> {tmp_path}/asked\necho {tmp_path}/toolchains/nightly-x\n")
    stand_in.chmod(0o755)
    (tmp_path / "rustc").symlink_to(stand_in)
    (tmp_path / "settings.toml").write_text('default_toolchain = "stable-x"\n\n[overrides]\n')
    monkeypatch.setenv("RUSTUP_HOME", str(tmp_path))
    return tmp_path


def test_the_default_toolchain_of_rustup_is_found_without_asking_it(rustup):
    assert rust_root(str(rustup / "rustc")) == f"{rustup}/toolchains/stable-x"
    assert not (rustup / "asked").exists()


def test_the_toolchain_that_the_environment_names_goes_first(rustup, monkeypatch):
    monkeypatch.setenv("RUSTUP_TOOLCHAIN", "nightly-x")
    assert rust_root(str(rustup / "rustc")) == f"{rustup}/toolchains/nightly-x"


@pytest.mark.parametrize(
    "settings", ["", "default_toolchain = 'gone'", "[overrides]\n'/' = 'nightly-x'", "not = [toml"], ids=str
)
def test_what_only_rustup_can_tell_is_asked_of_it(rustup, settings):
    (rustup / "settings.toml").write_text(settings)
    assert rust_root(str(rustup / "rustc")) == f"{rustup}/toolchains/nightly-x"
    assert (rustup / "asked").exists()


def test_it_is_what_rustup_of_this_machine_says(monkeypatch):
    program = shutil.which("rustc")
    if not program or Path(program).resolve().name != "rustup":
        pytest.skip("unproven: rustc does not come from rustup here")
    for name, folder in HOMES.items():
        monkeypatch.setenv(name, folder)
    said = subprocess.run([program, "--print", "sysroot"], cwd="/", capture_output=True, text=True, check=True).stdout
    assert rust_root(program) == said.strip()
