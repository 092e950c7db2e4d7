"""The walls of a machine are tried once, and again as soon as anything changes that they rest on."""

import os
import shutil
from pathlib import Path

import pytest

from holdfast.errors import Refused
from holdfast.world.sandbox import known, probe, strict
from holdfast.world.sandbox.probe import _known
from holdfast.world.state import state_folder

BWRAP = shutil.which("bwrap") or ""


@pytest.fixture(autouse=True)
def afresh(walls):
    """Forget what has been found out."""
    known.forget()
    for one in (_known, probe):
        one.cache_clear()
    yield
    for one in (_known, probe):
        one.cache_clear()


def test_what_a_probe_found_is_known_to_the_next_run_which_starts_no_second_sandbox():
    assert not known.is_known(BWRAP)
    with strict():
        assert known.is_known(BWRAP)
    probe.cache_clear()
    _known.cache_clear()
    with strict() as room:
        assert room.run(["/bin/echo", "walled"]).stdout == b"walled\n"
    assert probe.cache_info().currsize == 0


def test_doctor_tries_the_walls_whatever_is_known():
    known.remember(BWRAP)
    assert probe().version


def test_another_boot_another_program_and_another_binding_are_tried_anew(monkeypatch, tmp_path):
    known.remember(BWRAP)
    other = tmp_path / "bwrap"
    shutil.copy(BWRAP, other)
    assert not known.is_known(str(other))
    boot = tmp_path / "boot_id"
    boot.write_text("another\n")
    monkeypatch.setattr(known, "_HELD_BY", (str(boot), *known._HELD_BY[1:]))
    assert not known.is_known(BWRAP)


def test_what_somebody_else_wrote_there_is_not_believed():
    path = Path(state_folder()) / "sandbox-probed"
    path.parent.mkdir(parents=True, exist_ok=True)
    for content in (b"", b"\xff\xfe", b"yes\n"):
        path.write_bytes(content)
        assert not known.is_known(BWRAP)


def test_a_sandbox_that_cannot_be_set_up_is_forgotten(tmp_path):
    known.remember(BWRAP)
    with strict() as room, pytest.raises(Refused):
        room.run(["/bin/true"], cwd="/nowhere")
    assert not known.is_known(BWRAP)


def test_where_nothing_can_be_kept_the_walls_are_tried_each_time(monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", os.devnull)
    with strict() as room:
        assert room.run(["/bin/true"]).exit == 0
    assert not known.is_known(BWRAP)
