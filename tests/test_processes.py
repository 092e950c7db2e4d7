"""Work shared among processes gives what one process gives."""

import os

import pytest

from holdfast.engine import work
from holdfast.engine.check import check
from holdfast.world import processes
from samples import document, template


@pytest.fixture
def _several(monkeypatch):
    """Three children, however many processors this machine has."""
    monkeypatch.setattr(processes, "_processors", lambda: 3)


@pytest.mark.usefixtures("_several")
def test_results_come_in_the_order_of_the_work():
    assert list(processes.share(range(100), str)) == [str(number) for number in range(100)]


@pytest.mark.usefixtures("_several")
def test_the_work_of_a_child_that_dies_is_done_here():
    here = os.getpid()

    def die_elsewhere(number):
        if number == 4 and os.getpid() != here:
            os._exit(9)
        return str(number)

    assert list(processes.share(range(10), die_elsewhere)) == [str(number) for number in range(10)]


@pytest.mark.usefixtures("_several")
def test_many_documents_get_the_same_verdicts_from_several_processes_as_from_one(project, monkeypatch):
    files = {f"docs/design/{number}.md": document(f"D{number}", "Context") for number in range(200)}
    root = project({"docs/design/TEMPLATE.md": template("Context", "Decision"), **files})
    shared = check(str(root), use_cache=False)
    monkeypatch.setattr(work, "_FEW", 1000)
    alone = check(str(root), use_cache=False)
    assert len(shared.verdicts) >= 200
    assert shared.verdicts == alone.verdicts
    assert shared.documents == alone.documents
