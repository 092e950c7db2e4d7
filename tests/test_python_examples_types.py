"""Types of Python examples: one batch, faults where they are, and nothing that a batch could hide."""

import pytest

from holdfast.errors import UsageError
from holdfast.languages import python as verifier
from holdfast.languages.python_types import batch, checkers
from holdfast.model.example import Level
from holdfast.model.outcome import Outcome
from pythonexamples import bench, checked, document, example

HOLDS, BROKEN, UNPROVEN = Outcome.HOLDS, Outcome.BROKEN, Outcome.UNPROVEN


@pytest.fixture(params=sorted(checkers.CHECKERS))
def checker(request):
    if not checkers.program_of(checkers.chosen(request.param)):
        pytest.skip(f"{request.param} is not installed here")
    return {"checker": request.param}


def test_faults_are_found_at_their_places(tmp_path, checker):
    (tmp_path / "own.py").write_text("def double(value: int) -> int:\n    return 2 * value\n")
    trials = checked(
        document(
            "x: int = 1",
            "from own import double\n\ndouble('é', 1)\n",
            "y: str = x",
            "import json\njson.nothing",
            "print(int.undefined)",
            "from own import gone",
            "import asyncio\n\nawait asyncio.sleep(1)\nasync with asyncio.timeout(1):\n    pass",
            ">>> z = 5\n>>> z + 'a'\n5",
            "import module_of_nobody\n\nmodule_of_nobody.x",
            "  a = 1\n  a.b",
        ),
        tmp_path,
        settings=checker,
    )
    places = [one.fault[:1] if one.fault else None for one in trials]
    assert [one.outcome for one in trials] == [
        HOLDS,
        BROKEN,
        BROKEN,
        BROKEN,
        BROKEN,
        BROKEN,
        HOLDS,
        HOLDS,
        UNPROVEN,
        BROKEN,
    ]
    assert places == [None, (3,), (1,), (2,), (1,), (1,), None, None, None, (2,)]
    assert "pip install module_of_nobody" in trials[8].remedy
    assert {one.level for one in trials} == {Level.TYPED}
    assert trials[1].reads == {"own.py"}


def test_a_fault_belongs_to_the_example_it_stands_in(tmp_path, checker):
    first, second, third = checked(document("x: int = 'a'", "print(x)", "y = 1"), tmp_path, settings=checker)
    assert (first.outcome, second.outcome, third.outcome) == (BROKEN, UNPROVEN, HOLDS)
    assert "line 10" in second.found


def test_what_is_shown_because_it_is_wrong_has_to_be_wrong(tmp_path, checker):
    wrong, right = (
        example(code, at, fails_to_compile=True) for at, code in enumerate(("x: int = 'a'", "x: int = 1"), 1)
    )
    first, second = checked(document(wrong, right), tmp_path, settings=checker)
    assert (first.outcome, second.outcome) == (HOLDS, BROKEN)


def test_a_batch_whose_known_fault_is_not_reported_proves_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(batch, "CANARY_TEXT", "found: int = 1\n")
    trials = checked(document("x: int = 1", "x: int = 'a'"), tmp_path)
    assert [one.outcome for one in trials] == [UNPROVEN, UNPROVEN]
    assert all("masked" in one.found for one in trials)


def test_the_projects_own_settings_for_the_checker_do_not_count(tmp_path, checker):
    (tmp_path / "ty.toml").write_text('[rules]\nall = "ignore"\n')
    (tmp_path / "pyrefly.toml").write_text('preset = "off"\n')
    (tmp_path / "pyproject.toml").write_text('[tool.ty.rules]\nall = "ignore"\n')
    (trial,) = checked(document("x: int = 'a'"), tmp_path, settings=checker)
    assert trial.outcome is BROKEN


def test_the_checker_is_named_in_the_toolchain(tmp_path, checker):
    found = verifier.toolchain(bench(tmp_path, settings=checker))
    assert found.highest is Level.COMPARED
    assert [name for name, _ in found.versions] == ["installed", "python", checker["checker"]]


def test_a_checker_that_is_missing_is_named_with_the_command(tmp_path, monkeypatch):
    monkeypatch.setattr(checkers, "program_of", lambda checker: "")
    found = verifier.toolchain(bench(tmp_path))
    assert found.highest is Level.PARSED
    assert found.remedy == "pip install ty==0.0.105"


def test_an_unknown_checker_is_refused(tmp_path):
    with pytest.raises(UsageError, match="no checker 'mypyy'"):
        verifier.toolchain(bench(tmp_path, settings={"checker": "mypyy"}))


def test_an_interpreter_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(UsageError, match="there is no program nowhere/python"):
        verifier.toolchain(bench(tmp_path, settings={"python": "nowhere/python"}))
