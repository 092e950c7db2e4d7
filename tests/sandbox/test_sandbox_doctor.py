"""What `holdfast doctor` says, with and without a sandbox."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from holdfast.world.sandbox import hindrance
from holdfast.world.sandbox.cgroup import Cgroup, hierarchies
from holdfast.world.sandbox.limits import Limits


def _doctor(*arguments, path=None, cwd=None):
    environment = {**os.environ, **({"PATH": str(path)} if path else {})}
    return subprocess.run(
        [sys.executable, "-m", "holdfast", "doctor", *arguments],
        env=environment,
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_machine_that_can_verify_exits_with_zero_and_names_its_level(walls):
    done = _doctor("--format", "json")
    said = json.loads(done.stdout)
    assert done.returncode == 0
    assert said["sandbox"] == walls.level
    assert {"bubblewrap", "call filter", "memory", "Python", "git", "cache"} <= {one["name"] for one in said["parts"]}
    assert _doctor().stdout.startswith("Sandbox level: strict")


def test_a_machine_without_bubblewrap_exits_with_four_and_is_told_the_command(tmp_path):
    done = _doctor(path=tmp_path)
    assert done.returncode == 4
    assert "bubblewrap is not installed" in done.stdout
    assert "install" in done.stdout
    assert done.stdout.startswith("Sandbox level: none")


def test_every_missing_part_has_a_remedy(tmp_path):
    for one in json.loads(_doctor("--format", "json", path=tmp_path).stdout)["parts"]:
        assert one["state"] != "missing" or one["remedy"], one


def test_packages_of_node_are_read_and_not_run(tmp_path):
    package = tmp_path / "node_modules" / "tsx"
    package.mkdir(parents=True)
    (package / "package.json").write_text('{"version": "9.8.7\\u001b[2J"}')
    done = _doctor(cwd=tmp_path)
    assert "9.8.7\\x1b[2J" in done.stdout


def test_an_old_bubblewrap_is_refused_by_what_it_lacks(tmp_path):
    program = tmp_path / "bwrap"
    program.write_text('#!/bin/sh\n[ "$1" = --version ] && echo bubblewrap 0.4.0 || echo "--unshare-all"\n')
    program.chmod(0o755)
    done = _doctor(path=f"{tmp_path}:/usr/bin:/bin")
    assert done.returncode == 4
    assert "bubblewrap 0.4.0 has no --disable-userns" in done.stdout


def test_a_bubblewrap_that_walls_nothing_off_is_found_out():
    if not os.path.exists("/bin/bash"):
        pytest.skip("bash is not installed: apt-get install bash")
    # Not in a folder of pytest's, which other accounts cannot enter.
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:
        os.chmod(folder, 0o755)
        program = Path(folder, "bwrap")
        program.write_text(_PRETENDER)
        program.chmod(0o755)
        done = _doctor(path=f"{folder}:/usr/bin:/bin")
    assert done.returncode == 4
    assert "namespace is that of the machine" in done.stdout, done.stdout


_PRETENDER = r"""#!/bin/bash
case $1 in
--version) echo bubblewrap 9.9; exit ;;
--help) echo --disable-userns --json-status-fd --size --perms --clearenv --info-fd; exit ;;
esac
options=$(tr '\0' '\n' <&$2)
after() { printf '%s\n' "$options" | sed -n "/^$1\$/{n;p}"; }
printf '{"child-pid": %s}' $$ >&$(after --info-fd)
script=$(printf '%s' "$6" | sed 's#/hf/stdin#/dev/null#')
shift 6
/bin/sh -c "$script" "$@"
printf '{"exit-code": %s}' $? >&$(after --json-status-fd)
"""


@pytest.mark.parametrize(
    ("values", "found", "remedy"),
    [
        ({hindrance._APPARMOR: 1}, "AppArmor", "/etc/apparmor.d/bwrap"),
        ({hindrance._MAXIMUM: 0}, "switched off", "sysctl -w user.max_user_namespaces"),
        ({hindrance._DEBIAN: 0}, "kept for root", "sysctl -w kernel.unprivileged_userns_clone=1"),
    ],
)
def test_the_kernels_switches_are_named_with_the_command_that_sets_them(monkeypatch, values, found, remedy):
    monkeypatch.setattr(hindrance, "_value", values.get)
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    said = hindrance.explain("bwrap: setting up uid map: Permission denied")
    assert found in said.found
    assert remedy in said.remedy


def test_a_group_is_made_limits_what_is_in_it_and_goes_away():
    found = hierarchies()
    if not found:
        pytest.skip("no cgroup of this machine is ours to divide: systemd-run --user --scope -p Delegate=yes make test")
    group = Cgroup(found, Limits(processes=7))
    (folder, *_) = group.folders
    with subprocess.Popen(["sleep", "9"]) as process:
        group.take(process.pid)
        assert str(process.pid) in Path(folder, "cgroup.procs").read_text().split()
        assert Path(folder, "pids.max").read_text() == "9\n"
        process.kill()
    assert group.close() == ""
    assert not Path(folder).exists()
