"""Facts about real documents. They run where the corpora are: in HOLDFAST_CORPORA, or beside the repository."""

import os
import re
import subprocess
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from conftest import Done
from holdfast.engine.check import check
from holdfast.model.outcome import Outcome
from holdfast.model.result import Result
from samples import said, slugs

Holdfast = Callable[..., Done]

NAMES = ("spikard", "rfcs", "eips")
TEMPLATE_DAY = "3f83590"
"""In spikard: the day the template was committed."""
RENAMED = "1089c15"
"""In spikard: the numbers are out of the file names, and no link was mended."""


@pytest.fixture(scope="session")
def corpora(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the corpora as git work trees."""
    named = os.environ.get("HOLDFAST_CORPORA")
    source = Path(named) if named else Path(__file__).resolve().parent.parent.parent / "shared" / "corpora"
    if not (source / "unpack").is_file():
        pytest.skip(
            f"no real documents: {source / 'unpack'} is not there; name the folder that holds it in HOLDFAST_CORPORA"
        )
    target = tmp_path_factory.mktemp("corpora")
    subprocess.run([source / "unpack", target], check=True, capture_output=True)
    missing = [name for name in NAMES if not (target / name / ".git").exists()]
    if missing:
        pytest.skip(f"no real documents: {source / 'unpack'} did not lay out {', '.join(missing)}")
    return target


@pytest.fixture(scope="session")
def at(corpora: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Return a function that gives spikard as it was at a commit."""

    def revision(commit: str) -> Path:
        tree = corpora / f"spikard-{commit}"
        if not tree.exists():
            subprocess.run(["git", "clone", "-q", str(corpora / "spikard"), str(tree)], check=True)
            subprocess.run(["git", "-C", str(tree), "checkout", "-q", commit], check=True)
        return tree

    return revision


@pytest.fixture(scope="session")
def then(at: Callable[[str], Path]) -> Result:
    return check(str(at(TEMPLATE_DAY)), use_cache=False)


def about(result: Result, number: str, slug: str) -> list[tuple[int, str]]:
    """Return line and finding of one rule about the document with this number."""
    return [
        (one.position.line, one.found)
        for one in result.verdicts
        if one.path.startswith(f"docs/design/{number}-") and one.slug == slug
    ]


def test_the_template_is_found_with_its_documents_and_its_index(then: Result) -> None:
    [found] = then.understood
    assert (found.folder, found.templates, found.indexes) == (
        "docs/design",
        ("docs/design/00-TEMPLATE.md",),
        ("docs/design/README.md",),
    )
    assert found.documents == len(then.documents) == 13


def test_a_row_of_the_index_names_a_document_that_has_another_name_now(then: Result) -> None:
    finding = "07-dependency-injection-analysis.md does not exist; did you mean 07-dependency-injection.md, which is not listed?"
    assert [(one.path, one.position.line, one.found) for one in then.verdicts if one.slug == "index-dangling"] == [
        ("docs/design/README.md", 46, finding),
        ("docs/design/README.md", 73, finding),
    ]
    assert said(then, "document-unlisted") == []


def test_two_sections_carry_the_number_3_3(then: Result) -> None:
    assert about(then, "05", "number-duplicate") == [(384, "section 3.3 again; the first is on line 330")]


def test_a_missing_status_is_told_with_what_the_index_claims(then: Result) -> None:
    assert (1, "no Status; README.md:45 says 🟢 Active") in about(then, "05", "field-missing")
    assert (1, "no Status; README.md:52 says 🟢 Active") in about(then, "06", "field-missing")
    assert [
        number
        for number in ("05", "06", "07", "08", "09")
        if any("no Status" in found for _, found in about(then, number, "field-missing"))
    ] == ["05", "06"]


def test_ticks_stand_where_the_template_has_task_boxes(then: Result) -> None:
    assert about(then, "05", "task-not-a-box") == [
        (397, '"✅ Integrate tower-http middleware" is a tick, not a task box; 3 like this in the list')
    ]


def test_three_dates_are_those_of_the_template(then: Result) -> None:
    finding = 'Date is the template\'s own example, "January 2025"'
    assert [one.path[12:14] for one in then.verdicts if one.slug == "field-example" and one.found == finding] == [
        "05",
        "06",
        "07",
    ]
    assert slugs(then)["field-example"] == 3


def test_eight_documents_never_used_the_template_and_are_told_once(then: Result) -> None:
    unbound = {path.removeprefix("docs/design/") for path, _ in said(then, "document-unbound")}
    assert unbound == {
        "00-architecture.md",
        "00-summary.md",
        "01-validation-strategy.md",
        "02-testing-strategy.md",
        "03-api-design.md",
        "04-dependency-injection-middleware.md",
        "axum-routing.md",
        "msgspec-type-conversion.md",
    }
    counts = Counter(one.path.removeprefix("docs/design/") for one in then.verdicts)
    assert {counts[name] for name in unbound} == {1}


LINK = re.compile(r"\[(?:[^\[\]]|\[[^\[\]]*\])*\]\(\s*<?(?P<target>[^)\s>]+)>?[^()]*\)")


def dangling(root: Path) -> Iterator[tuple[str, int, str]]:
    """Yield file, line and target of every link to a local file that is not there, read with nothing of Holdfast."""
    for path in sorted((root / "docs" / "design").glob("*.md")):
        fence = ""
        for number, line in enumerate(path.read_text().splitlines(), 1):
            mark = re.match(r"\s*(```|~~~)", line)
            if mark:
                fence = "" if fence == mark[1] else fence or mark[1]
            elif not fence and "TEMPLATE" not in path.name:
                for link in LINK.finditer(re.sub(r"`[^`]*`", "", line)):
                    target = link["target"].split("#")[0]
                    if target and not re.match(r"[a-z]+:", target) and not os.path.exists(path.parent / target):
                        yield f"docs/design/{path.name}", number, target.removeprefix("./")


@pytest.mark.parametrize(("commit", "least"), [(TEMPLATE_DAY, 2), (RENAMED, 45), ("devsplit", 1)])
def test_every_dead_link_is_reported_and_no_other(at: Callable[[str], Path], commit: str, least: int) -> None:
    root = at(commit)
    expected = sorted(dangling(root))
    assert len(expected) >= least
    result = check(str(root), use_cache=False)
    found = [one for one in result.verdicts if one.slug in ("link-broken", "index-dangling")]
    assert sorted((one.path, one.position.line, one.found.split(" does not exist")[0]) for one in found) == expected


def test_after_the_renaming_every_dead_link_is_led_to_the_new_name(at: Callable[[str], Path]) -> None:
    root = at(RENAMED)
    for one in check(str(root), use_cache=False).verdicts:
        if one.slug in ("link-broken", "index-dangling"):
            name = re.search(r"did you mean (\S+\.md)[,?]", one.found)
            assert name, one.found
            assert (root / "docs" / "design" / name[1]).is_file(), one.found


@pytest.mark.parametrize(("name", "documents", "unbound"), [("rfcs", 397, 0), ("eips", 406, 2)])
def test_a_corpus_of_hundreds_is_checked_without_a_crash(
    corpora: Path, holdfast: Holdfast, name: str, documents: int, unbound: int
) -> None:
    result = check(str(corpora / name), use_cache=False)
    assert not result.crashes
    assert not [one for one in result.verdicts if one.outcome is Outcome.UNPROVEN]
    assert len(result.documents) == documents
    assert sum(1 for one in result.documents if not one.bound) <= unbound
    done = holdfast(corpora / name, "check", "--format", "concise")
    assert (done.code, done.err) == (1, "")
    assert done.out.count("\n") == len(result.verdicts)
