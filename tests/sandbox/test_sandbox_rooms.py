"""What a room promises to those who run commands in it."""

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from attack_world import wait_until

from holdfast.errors import Refused, UsageError
from holdfast.world.sandbox import MIB, Limits, SessionLost, View, strict, trusted
from holdfast.world.toolchains import python_paths

PYTHON = os.path.realpath(sys.executable)


@pytest.fixture(params=[strict, trusted])
def make(request):
    if request.param is strict:
        request.getfixturevalue("walls")
    return request.param


def _python(code):
    return [PYTHON, "-I", "-S", "-c", code]


def _view(**facts):
    return View(read_only=python_paths(sys.executable), **facts)


def test_the_exit_code_and_both_streams_come_back(make):
    with make() as room:
        finished = room.run(["/bin/sh", "-c", "cat; echo oops >&2; exit 3"], stdin=b"hello")
    assert (finished.exit, finished.stdout, finished.stderr, finished.signal) == (3, b"hello", b"oops\n", 0)


def test_a_signal_is_told_as_a_shell_tells_it(make):
    with make() as room:
        finished = room.run(["/bin/sh", "-c", "kill -SEGV $$"])
    assert finished.signal == signal.SIGSEGV


def test_inputs_are_there_and_only_the_room_can_be_written(make):
    inputs = {"a.txt": b"one", "deep/er/b.txt": b"two"}
    with make(View(inputs=inputs)) as room:
        found = room.run(["/bin/sh", "-c", f"cat {room.inputs}/a.txt {room.inputs}/deep/er/b.txt; touch new; pwd"])
        assert found.stdout == f"onetwo{room.work}\n".encode()


def test_two_thousand_inputs_are_handed_in_and_more_are_refused_with_advice(walls):
    with strict(View(inputs={f"{n}.txt": b"x" for n in range(2000)})) as room:
        assert room.run(["/bin/sh", "-c", f"ls {room.inputs} | wc -l"]).stdout == b"2000\n"
    with pytest.raises(ValueError, match=r"session\.store"):
        strict(View(inputs={f"{n}.txt": b"x" for n in range(2001)})).run(["true"])


@pytest.mark.parametrize("path", ["/etc/passwd", "../up", "a/../b", "", "a//b"])
def test_an_input_cannot_leave_its_folder(make, path):
    with pytest.raises(ValueError, match="relative and plain"):
        make(View(inputs={path: b""})).run(["true"])


def test_the_environment_is_the_small_one_and_what_was_given(make, monkeypatch):
    monkeypatch.setenv("SECRET_OF_MINE", "hush")
    with make() as room:
        lines = room.run(["/usr/bin/env"], environment={"GIVEN": "1"}).stdout.decode().splitlines()
        names = {line.partition("=")[0] for line in lines}
        assert names - {"PWD", "HOLDFAST_RUN"} == {*room.environment(), "GIVEN"}


def test_a_flood_keeps_its_beginning_and_its_end(make):
    with make(_view(), Limits(output=1000)) as room:
        finished = room.run(_python("print('begin'); print('x' * 5_000_000); print('end')"))
    assert finished.exit == 0
    assert finished.stdout.startswith(b"begin")
    assert finished.stdout.endswith(b"end\n")
    assert finished.truncated == 5_000_000 + len("begin\n\nend\n") - 1000


def test_a_command_that_takes_too_long_is_ended(make):
    with make(limits=Limits(wall=0.5)) as room:
        finished = room.run(["/bin/sh", "-c", "trap '' TERM INT; sleep 60"])
    assert finished.timed_out
    assert finished.killed_for == "wall"


def test_processes_that_take_too_much_memory_together_are_ended(make):
    code = "import os, time\nfor _ in range(3): os.fork()\nb = b'x' * (40 << 20); time.sleep(20)"
    with make(_view(), Limits(memory=150 * MIB)) as room:
        finished = room.run(_python(code))
    assert finished.killed_for == "memory"
    assert finished.wall < 10


def test_what_a_command_leaves_behind_is_ended(make):
    mark = f"left{os.getpid()}{time.monotonic_ns()}"
    with make() as room:
        room.run(["/bin/sh", "-c", f"setsid sh -c 'sleep 30; :' {mark} & setsid sh -c 'sleep 30; :' {mark} &"])
    assert wait_until(lambda: not _carrying(mark), 5)


def test_a_server_talks_over_its_channel(make):
    code = (
        "import os, socket; s = socket.socket(fileno=int(os.environ['HOLDFAST_CHANNEL'])); s.sendall(s.recv(9)[::-1])"
    )
    with make(_view()) as room, room.start([PYTHON, "-I", "-c", code], channel=True) as running:
        running.channel.sendall(b"abc")
        assert running.channel.recv(9) == b"cba"
        assert running.wait().exit == 0


def test_a_command_outlives_the_thread_that_asked_for_it(make):
    with make() as room:
        started = []
        asking = threading.Thread(target=lambda: started.append(room.start(["/bin/sh", "-c", "sleep 0.5; echo done"])))
        asking.start()
        asking.join()
        assert started[0].wait().stdout == b"done\n"


@pytest.mark.parametrize("moment", [0, 1, 2, 3, 4])
def test_when_holdfast_is_killed_everything_inside_is_gone(walls, moment):
    mark = f"orphan{os.getpid()}{time.monotonic_ns()}"
    script = (
        "from holdfast.world.sandbox import strict\n"
        f"strict().start(['/bin/sh', '-c', 'setsid sh -c \"sleep 60; :\" {mark} & sleep 60; :', '{mark}'])\n"
        "print('up', flush=True)\n"
        "import time; time.sleep(60)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as caller:
        assert caller.stdout.readline() == b"up\n"
        assert wait_until(lambda: len(_carrying(mark)) >= moment, 5)
        caller.kill()
    assert wait_until(lambda: not _carrying(mark), 5)


def test_files_stay_from_one_command_of_a_session_to_the_next(make):
    with make() as room, room.session() as session:
        assert session.run(["/bin/sh", "-c", "echo 1 > a"]).exit == 0
        assert session.run(["/bin/sh", "-c", "cat a; exit 4"]).stdout == b"1\n"
        session.store({f"{room.work}/deep/b": b"\0two"})
        assert session.fetch(f"{room.work}/deep/b") == b"\0two"
        with pytest.raises(OSError, match="larger"):
            session.fetch(f"{room.work}/deep/b", limit=3)
        session.run(["ln", "-s", "/etc/passwd", "link"])
        with pytest.raises(OSError, match=r".+"):
            session.fetch(f"{room.work}/link")
        assert session.run(["no-such-program"]).exit == 127


def test_each_command_of_a_session_has_its_own_time_output_and_end(make):
    with make() as room, room.session() as session:
        late = session.run(["/bin/sh", "-c", "echo before; sleep 30"], seconds=0.4)
        assert (late.stdout, late.killed_for) == (b"before\n", "wall")
        assert session.run(["/bin/sh", "-c", "kill -9 $$"]).signal == signal.SIGKILL
        assert session.run(["/bin/sh", "-c", "yes | head -c 9999"], output=100).truncated == 9899
        assert session.run(["/bin/sh", "-c", "sleep 30 & echo on"]).wall < 10


@pytest.mark.parametrize("target", [1, 2, -1, -2])
def test_a_command_of_a_session_cannot_end_its_supervisor(walls, target):
    code = f"import os\ntry: os.kill({target}, 9); print('sent')\nexcept PermissionError: print('refused')"
    with strict(_view()) as room, room.session() as session:
        assert session.run(_python(code)).stdout == b"refused\n"
        assert session.run(["true"]).exit == 0


def test_a_command_of_a_session_cannot_reach_its_supervisors_descriptors(walls):
    code = "import os\nfor n in os.listdir('/proc/2/fd'): print(n)"
    with strict(_view()) as room, room.session() as session:
        finished = session.run(_python(code))
    assert finished.stdout == b""
    assert b"PermissionError" in finished.stderr


def test_printed_answers_are_no_answers(walls):
    forged = '{"nonce": "0", "exit": 0, "signal": 0}'
    with strict(_view()) as room, room.session() as session:
        finished = session.run(["/bin/sh", "-c", f"printf '%s' '{forged}'; exit 9"])
    assert finished.exit == 9


def test_a_session_whose_sandbox_is_ended_says_so_and_proves_nothing(walls):
    code = "b = [b'x' * (1 << 20) for _ in range(400)]; import time; time.sleep(9)"
    with strict(_view(), Limits(memory=100 * MIB)) as room, room.session() as session:
        with pytest.raises(SessionLost) as lost:
            session.run(_python(code))
        assert lost.value.reason == "memory"
        with pytest.raises(SessionLost):
            session.run(["true"])


def test_a_whole_home_directory_is_never_shown(walls, monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path))
    for path in (tmp_path, tmp_path.parent, Path("/")):
        with pytest.raises(UsageError, match="home directory"):
            strict(View(repository=str(path)))


def test_the_sandboxs_own_places_cannot_be_replaced(walls):
    with pytest.raises(UsageError, match="cannot be shown"):
        strict(View(read_only=("/etc",))).run(["true"])


def test_without_bubblewrap_nothing_is_run(tmp_path):
    script = (
        "from holdfast.errors import Refused\nfrom holdfast.world.sandbox import strict\n"
        "try: strict()\nexcept Refused as error: print(error.exit_code, error)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], env={"PATH": str(tmp_path)}, capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("4 no sandbox on this machine: bubblewrap is not installed; ")
    assert Refused.exit_code == 4


def _carrying(mark):
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if mark.encode() in path.read_bytes().split(b"\0"):
                found.append(path)
        except OSError:
            pass
    return found
