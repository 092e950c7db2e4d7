"""The ledger: nothing of it is ever lost, changed, or believed where it comes from elsewhere."""

import os
import shutil
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from holdfast.errors import UsageError
from holdfast.model.example import Level
from holdfast.model.outcome import Outcome
from holdfast.model.trial import Evidence, Fault, Trial
from holdfast.world.ledger.glance import glance
from holdfast.world.ledger.ledger import Ledger
from holdfast.world.ledger.place import ledger_path


def evidence(claim="aa", inputs="i", moment=1, **trial):
    made = {
        "outcome": Outcome.BROKEN,
        "level": Level.RAN,
        "fault": Fault(2, 3, "no"),
        "reads": frozenset({"a.py"}),
        **trial,
    }
    return Evidence(
        claim=claim,
        document="docs/a.md",
        inputs=inputs,
        trial=Trial(**made),
        asked=Level.COMPARED,
        files={"a.py": "hash"},
        toolchain=(("python", "3.11"),),
        sandbox="strict",
        machine="Linux",
        commit="c0ffee",
        moment=moment,
    )


@pytest.fixture
def ledger(tmp_path):
    made = Ledger(str(tmp_path / "project"))
    yield made
    made.close()


def test_evidence_comes_back_as_it_was_kept(ledger):
    one = evidence(output="a\udc80\0b")
    ledger.append([one])
    back = ledger.latest("claim", ["aa"])["aa"]
    assert back.trial.output == "a\\udc80\\0b"
    assert (back.files, back.trial.fault, back.toolchain, back.moment) == (one.files, one.trial.fault, one.toolchain, 1)


def test_the_newest_answers_and_the_others_stay(ledger):
    ledger.append([evidence(moment=1), evidence(moment=2), evidence("bb", moment=3)])
    assert ledger.latest("claim", ["aa", "bb", "cc"]).keys() == {"aa", "bb"}
    assert ledger.latest("inputs", ["i"])["i"].moment == 3
    assert [one.moment for one in ledger.runs("a")] == [2, 1]


@pytest.mark.parametrize("statement", ["DELETE FROM evidence", "UPDATE evidence SET outcome = 'holds'"])
def test_nothing_in_it_can_be_changed(ledger, statement):
    ledger.append([evidence()])
    with (
        closing(sqlite3.connect(ledger.path)) as connection,
        pytest.raises(sqlite3.IntegrityError, match="append-only"),
    ):
        connection.execute(statement)
    assert ledger.runs("aa")[0].trial.outcome is Outcome.BROKEN


def test_it_is_read_without_a_database_library(ledger, tmp_path):
    ledger.append([evidence(), evidence(inputs="j", moment=5)])
    assert glance(str(tmp_path / "project"))["aa"].inputs == "j"
    assert glance(str(tmp_path / "elsewhere")) == {}


def test_one_that_comes_with_a_checkout_is_not_believed(tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "project" / ".state"))
    with pytest.raises(UsageError, match="inside the project"):
        Ledger(str(tmp_path / "project"))
    assert not (tmp_path / "project").exists()


def test_a_damaged_one_is_named_and_left_alone(ledger, tmp_path):
    ledger.append([evidence()])
    ledger.close()
    with open(ledger.path, "r+b") as file:
        file.write(b"not a database at all" * 10)
    with pytest.raises(UsageError, match="move it away"):
        Ledger(str(tmp_path / "project"))
    assert glance(str(tmp_path / "project")) == {}
    assert os.path.getsize(ledger.path) > 0


def test_one_of_a_newer_version_is_refused(ledger, tmp_path):
    ledger.close()
    with closing(sqlite3.connect(ledger.path)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    with pytest.raises(UsageError, match="newer Holdfast"):
        Ledger(str(tmp_path / "project"))


def test_without_the_extra_one_line_says_how_to_get_it(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "sqlalchemy", None)
    monkeypatch.delitem(sys.modules, "holdfast.world.ledger.migrate", raising=False)
    with pytest.raises(UsageError, match=r"verify needs sqlalchemy.*pip install 'holdfast\[verify\]'"):
        Ledger(str(tmp_path / "project"))


def test_many_runs_at_once_lose_nothing(tmp_path):
    root = str(tmp_path / "project")

    def work(number):
        ledger = Ledger(root)
        for moment in range(5):
            ledger.append([evidence(f"c{number}", moment=moment)])
        ledger.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    with closing(sqlite3.connect(ledger_path(root))) as connection:
        assert connection.execute("SELECT COUNT(*) FROM evidence").fetchone() == (40,)


SCRIPT = """
import sys
sys.path.insert(0, {tests!r})
from test_ledger import evidence
from holdfast.world.ledger.ledger import Ledger
ledger = Ledger({root!r})
ledger.append([evidence("b%d" % number, moment=number) for number in range(3)])
"""
WRITES = ("pwrite64", "write", "ftruncate", "fdatasync", "fsync", "unlink")


@pytest.mark.skipif(shutil.which("strace") is None, reason="unproven: apt-get install strace")
def test_a_kill_at_any_write_leaves_all_or_nothing(tmp_path):
    """The process dies in the system call itself: at the first, the second, the last of every kind that writes."""
    root = str(tmp_path / "project")
    first = Ledger(root)
    first.append([evidence()])
    first.close()
    with open(first.path, "rb") as file:
        seed = file.read()
    kills = 0
    for call in WRITES:
        for number in range(1, 40):
            done = _killed(root, first.path, seed, call, number)
            with closing(sqlite3.connect(first.path)) as connection:
                kept = {row[0] for row in connection.execute("SELECT claim FROM evidence")}
                assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            assert kept in ({"aa"}, {"aa", "b0", "b1", "b2"})
            if done.returncode == 0:
                break
            kills += 1
    assert kills > 5


def _killed(root, path, seed, call, number):
    """Append in a process that dies at its n-th call of a kind on the ledger or its journal."""
    for name in (path, path + "-journal"):
        if os.path.exists(name):
            os.remove(name)
    with open(path, "wb") as file:
        file.write(seed)
    watched = [part for name in (path, path + "-journal") for part in ("-P", name)]
    inject = f"inject={call}:signal=SIGKILL:when={number}"
    command = ["strace", "-f", "-qq", "-o", os.devnull, *watched, "-e", f"trace={call}", "-e", inject]
    script = SCRIPT.format(tests=os.path.dirname(__file__), root=root)
    return subprocess.run([*command, sys.executable, "-c", script], capture_output=True, text=True, check=False)


def test_evidence_of_the_first_tables_is_of_examples_and_is_still_there(tmp_path):
    """A ledger as the first release made it, brought to today's tables."""
    from alembic import command
    from alembic.config import Config
    from sqlalchemy import create_engine

    from holdfast.world.ledger import migrate

    path = tmp_path / "ledger"
    engine = create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        config = Config(attributes={"connection": connection})
        config.set_main_option("script_location", os.path.join(os.path.dirname(migrate.__file__), "migrations"))
        command.upgrade(config, "0001")
    engine.dispose()
    old = evidence()
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(
            'INSERT INTO evidence (claim, document, inputs, outcome, level, asked, line, "column", message, found, remedy, output,'
            ' seconds, files, toolchain, sandbox, machine, "commit", moment) VALUES'
            " ('aa', 'a.md', 'i', 'holds', 3, 3, NULL, NULL, NULL, '', '', '', 0.5, '{}', '[]', 'strict', 'm', 'c', 7)"
        )
    with closing(Ledger(str(tmp_path / "project"), str(path))) as today:
        (one,) = today.runs("aa")
        assert (one.kind, one.moment, one.trial.detail, one.trial.at) == ("example", 7, (), None)
        today.append([old])
        assert len(today.runs("aa")) == 2


def test_recordings_come_back_newest_first_and_cannot_be_changed(ledger):
    kept = ledger.recordings("c0ffee", "Linux")
    for value in (1, 2, 3):
        kept.record("metric", "start\udc80", {"samples": [value]})
    kept.record("metric", "other", {}, commit="older", machine="ARM")
    found = kept.recorded("metric", "start\udc80", 2)
    assert [one.data for one in found] == [{"samples": [3]}, {"samples": [2]}]
    assert (found[0].commit, found[0].machine) == ("c0ffee", "Linux")
    assert kept.recorded("metric", "other")[0].commit == "older"
    assert kept.keys("metric") == ["other", "start\\udc80"]
    assert kept.recorded("link", "other") == []
    with (
        closing(sqlite3.connect(ledger.path)) as connection,
        pytest.raises(sqlite3.IntegrityError, match="append-only"),
    ):
        connection.execute("DELETE FROM recordings")
