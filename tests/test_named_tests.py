"""Tests that documents name: whether they are defined, and what came of them when they ran."""

import json
import os
import shutil
from pathlib import Path

import pytest

from holdfast.binding.page import Page
from holdfast.engine.claims import find_claims
from holdfast.engine.session import Session
from holdfast.markdown.outline import outline
from holdfast.markdown.parser import parse
from holdfast.model.outcome import Outcome
from holdfast.model.role import Role
from holdfast.records import replace
from holdfast.verifiers.test import attempt, told
from holdfast.verifiers.tests.joined import results_of
from holdfast.verifiers.tests.named import named_tests
from holdfast.web.pictures import is_harmless
from holdfast.world.bench import Bench
from holdfast.world.junit import ResultsError, read_results
from holdfast.world.sandbox import strict
from holdfast.world.testcases import Sources, cases_of, lookup
from inprocess import holdfast_here  # noqa: F401 - The fixture runs in this process.

JUNIT = str(Path(__file__).parent / "junit")
FILES = {
    "tests/test_cache.py": (
        "import pytest\nfrom other import test_taken\n\n\nclass TestCache:\n    def test_reads(self): ...\n\n    class TestDeep:\n        def test_inner(self): ...\n\n\n"
        "class TestMixed(Base):\n    pass\n\n\ndef test_sizes(n): ...\n\n\nif True:\n    async def test_later(): ...\n\ntest_made = make()\n"
    ),
    "tests/test_helpers/__init__.py": "",
    "tests/test_open.py": "globals()['test_a'] = None\n",
    "src/cache.rs": "#[cfg(test)]\nmod tests {\n    #[test]\n    fn it_reads() {}\n}\nmake_tests! { reads_twice, reads_thrice }\n",
    "tests/api.rs": "#[test]\nfn test_api() {}\n",
    "go/cache_test.go": "package cache\n\nfunc TestReads(t *testing.T) {}\nfunc FuzzKeys(f *testing.F) {}\n",
    "web/cache.test.ts": (
        "describe('cache', () => {\n  it('keeps what was written', () => {})\n  it.each([1])(`reads %d times`, () => {})\n"
        '  test("doesn\'t lose", () => {})\n})\n'
    ),
}


@pytest.fixture
def sources(tmp_path):
    for path, text in FILES.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(text)
    return Sources(str(tmp_path))


def found(text, sources):
    answers = [lookup(case, sources) for case in cases_of(text)]
    return next((answer for answer, _, _ in answers if answer), None) or answers[0][0]


@pytest.mark.parametrize(
    "text",
    [
        "tests/test_cache.py::TestCache::test_reads",
        "./tests/test_cache.py::TestCache",
        "test_cache.py::test_sizes[3]",
        "tests/test_cache.py::test_later",
        "tests/test_cache.py::test_made",
        "tests/test_cache.py::test_taken",
        "tests/test_cache.py::TestCache::TestDeep::test_inner",
        "tests/test_cache.py::test_reads",
        "test_sizes",
        "TestCache.test_reads",
        "test_sizes()",
        "cache::tests::it_reads",
        "tests/api.rs::test_api",
        "test_api",
        "TestReads",
        "TestReads/warm",
        "go/cache_test.go::FuzzKeys",
        "web/cache.test.ts > cache > keeps what was written",
        "cache.test.ts > cache > reads 3 times",
        "cache > doesn't lose",
        "test_taken",
        "test_helpers",
        "cache › keeps what was written",
    ],
)
def test_a_test_that_is_there_is_found(text, sources):
    assert found(text, sources) is True


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("tests/test_cache.py::test_size", "tests/test_cache.py defines no test_size; did you mean test_sizes?"),
        ("tests/test_cache.py::TestCache::test_read", "defines no TestCache::test_read; did you mean test_reads?"),
        ("tests/test_cash.py::test_sizes", "tests/test_cash.py does not exist; did you mean tests/test_cache.py?"),
        ("cache::tests::it_writes", "no test file defines it_writes"),
        ("tests/api.rs::test_apis", "tests/api.rs defines no test_apis; did you mean test_api?"),
        ("TestWrites", "no test file defines TestWrites"),
        ("web/cache.test.ts > cache > keeps what was read", "did you mean keeps what was written?"),
        ("test_nothing", "no test file defines test_nothing"),
    ],
)
def test_a_test_that_is_not_there_is_told_with_the_nearest(text, said, sources):
    answers = [lookup(case, sources) for case in cases_of(text)]
    assert [answer for answer, _, _ in answers] == [False] * len(answers)
    assert answers[0][2].endswith(said)


@pytest.mark.parametrize(
    "text",
    ["tests/test_cache.py::TestMixed::test_inherited", "tests/test_open.py::test_b", "cache::tests::reads_twice"],
)
def test_what_text_cannot_tell_is_left_open(text, sources):
    assert found(text, sources) is None


@pytest.mark.parametrize(
    "text",
    [
        "Cache",
        "a::b",
        "test::black_box",
        "x > y",
        "tests/test_cache.py",
        "cache.get",
        "a > b && c",
        "1 > 0",
        "test",
        "TestClient()x",
    ],
)
def test_other_code_names_no_test(text):
    assert cases_of(text) == []


# Where a page names them.


def page(text, root="/nowhere", **settings):
    parsed = parse(text.encode())
    return Page(root, "a.md", parsed, outline(parsed), None, Role.ACTIVE, asked=True, settings=settings)


def names(text, root="/nowhere"):
    return [one.text for one in named_tests(page(text, root))]


def test_whole_names_count_anywhere_and_bare_ones_in_sections_about_testing(tmp_path):
    text = "# A\n\n## Design\n\n`tests/test_a.py::test_b` and `test_c`, `TestClient`.\n\n## 7. Testing Strategy\n\n- `test_d` and `TestE`\n\n```python\ntest_f()\n```\n"
    assert names(text) == ["tests/test_a.py::test_b", "test_d"]
    (tmp_path / "go.mod").write_text("module example.org/a\n")
    assert names(text, str(tmp_path)) == ["tests/test_a.py::test_b", "test_d", "TestE"]


@pytest.mark.parametrize(
    "words",
    [
        "`test_d` will be written.",
        "Planned:\n\n- `test_d`",
        "Such as `test_d`.",
        "`test_d` was removed.",
        "To be added: `test_d`.",
    ],
)
def test_what_is_planned_or_gone_is_no_claim(words):
    assert names(f"# A\n\n## Tests\n\n{words}\n") == []


def test_the_page_or_the_configuration_names_the_results():
    text = "# A\n\n## Tests\n\n`test_d` passes, see `junit:out/a.xml`.\n"
    (one,) = named_tests(page(text, tests={"results": ["b.xml"]}))
    assert one.results == ("out/a.xml",)
    (one,) = named_tests(page(text.replace("junit:", ""), tests={"results": "b.xml"}))
    assert one.results == ("b.xml",)


# Results that the tools wrote.


def outcomes(file, text):
    ran = read_results(JUNIT, file)
    return sorted({one.outcome for case in cases_of(text) for one in results_of(case, ran)})


@pytest.mark.parametrize(
    ("file", "text", "expected"),
    [
        ("pytest-9.2.0.xml", "tests/test_cache.py::TestCache::test_reads", ["passed"]),
        ("pytest-9.2.0.xml", "sub/tests/test_cache.py::TestCache::test_big", ["skipped"]),
        ("pytest-9.2.0.xml", "tests/test_cache.py::test_sizes", ["failed", "passed"]),
        ("pytest-9.2.0.xml", "tests/test_cache.py::test_sizes[1]", ["passed"]),
        ("pytest-9.2.0.xml", "tests/test_cache.py::test_fixture_error", ["failed"]),
        ("pytest-9.2.0.xml", "tests/test_other.py::test_sizes", []),
        ("pytest-9.2.0.xml", "test_reads", ["passed"]),
        ("vitest-4.1.12.xml", "cache.test.ts > cache > keeps what was written", ["passed"]),
        ("vitest-4.1.12.xml", "src/cache.test.ts > cache > is quick", ["skipped"]),
        ("vitest-4.1.12.xml", "other.test.ts > cache > is quick", []),
        ("vitest-4.1.12.xml", "cache > loses nothing", ["failed"]),
        ("jest-junit-17.0.0.xml", "cache.test.js > cache > keeps what was written", ["passed"]),
        ("jest-junit-17.0.0.xml", "cache > loses nothing", ["failed"]),
        ("gotestsum-1.9.0.xml", "TestReads", ["passed"]),
        ("gotestsum-1.9.0.xml", "TestReads/warm", ["passed"]),
        ("gotestsum-1.9.0.xml", "TestBig", ["skipped"]),
        ("gotestsum-1.9.0.xml", "TestLost", ["failed"]),
        ("nextest-0.9.151.xml", "tests::it_reads", ["passed"]),
        ("nextest-0.9.151.xml", "cache::tests::it_fails", ["failed"]),
        ("nextest-0.9.151.xml", "cache::tests::it_waits", []),
    ],
)
def test_results_join_to_names(file, text, expected):
    assert outcomes(file, text) == expected


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("<testsuites", "is no JUnit XML"),
        ("", "is no JUnit XML"),
        ('<!DOCTYPE a [<!ENTITY b "b">]><testsuites/>', "declares entities"),
    ],
)
def test_what_is_no_result_file_is_said(tmp_path, content, said):
    (tmp_path / "a.xml").write_text(content)
    with pytest.raises(ResultsError, match=said):
        read_results(str(tmp_path), "a.xml")
    with pytest.raises(ResultsError, match="is not there"):
        read_results(str(tmp_path), "b.xml")
    with pytest.raises(ResultsError, match="leads out of the project"):
        read_results(str(tmp_path), "../a.xml")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be"])
def test_entities_are_refused_in_every_encoding_that_parsers_tell_by_themselves(tmp_path, encoding):
    (tmp_path / "a.xml").write_bytes('<!DOCTYPE a [<!ENTITY b "b">]><testsuites/>'.encode(encoding))
    with pytest.raises(ResultsError, match="declares entities"):
        read_results(str(tmp_path), "a.xml")
    assert not is_harmless('<!DOCTYPE a [<!ENTITY b "b">]><svg>&b;</svg>'.encode(encoding))


# As a person runs it.

TEMPLATE = "# [Title]\n\n**Status:** [Draft | Active | Deprecated]\n\n## Testing Strategy\n\n[How it is tested]\n"
BODY = (
    "- `tests/test_cache.py::TestCache::test_reads`\n- `tests/test_cache.py::TestCache::test_big`\n"
    "- `tests/test_cache.py::test_sizes`\n- `tests/test_cache.py::test_gone`\n- `tests/test_cache.py::test_new`\n"
)
SOURCE = "class TestCache:\n    def test_reads(self): ...\n    def test_big(self): ...\n\n\ndef test_sizes(n): ...\n\n\ndef test_new(): ...\n"


def document(body=BODY, status="Active"):
    return f"# Cache\n\n**Status:** {status}\n\n## Testing Strategy\n\n{body}"


def made(project, body=BODY, status="Active", config='[verify.tests]\nresults = "junit.xml"\n'):
    root = project(
        {
            "docs/design/TEMPLATE.md": TEMPLATE,
            "docs/design/01-cache.md": document(body, status),
            "docs/design/02-other.md": document("By hand.\n"),
            "tests/test_cache.py": SOURCE,
            "holdfast.toml": config,
        }
    )
    shutil.copy(f"{JUNIT}/pytest-9.2.0.xml", root / "junit.xml")
    return root


def claims(done):
    return {one["name"].rpartition("::")[2]: (one["outcome"], one["found"]) for one in json.loads(done.out)["claims"]}


def slugs(done):
    return [one["slug"] for one in json.loads(done.out)["verdicts"]]


def test_a_named_test_has_to_be_there_and_to_have_passed(project, holdfast):
    done = holdfast(made(project), "verify", "--format", "json")
    assert claims(done) == {
        "test_reads": ("holds", None),
        "test_big": ("broken", "it was skipped: slow"),
        "test_sizes": ("broken", "1 of 2 failed, test_sizes[2]: assert 2 != 2"),
        "test_gone": ("broken", "tests/test_cache.py defines no test_gone; did you mean test_new?"),
        "test_new": ("unproven", "junit.xml has no result of it"),
    }
    assert slugs(done) == ["test-failing", "test-failing", "test-missing", "test-failing"]
    assert done.code == 1


def test_without_results_only_existence_is_asked_and_a_draft_may_plan(project, holdfast):
    root = made(project, config="", status="Draft")
    done = holdfast(root, "verify", "--format", "json")
    assert [name for name, (outcome, _) in claims(done).items() if outcome == "broken"] == ["test_gone"]
    assert slugs(done) == ["test-missing"]
    assert done.code == 0


def test_a_result_proves_that_a_test_is_there_which_nobody_can_read(project, holdfast):
    root = made(project, "- `tests/test_cache.py::TestCache::test_reads`\n")
    (root / "tests/test_cache.py").write_text("class TestCache(Shared):\n    pass\n")
    os.utime(root / "tests/test_cache.py", (1_000_000_000, 1_000_000_000))
    assert claims(holdfast(root, "verify", "--format", "json")) == {"test_reads": ("holds", None)}
    (root / "holdfast.toml").write_text("")
    done = holdfast(root, "verify", "--format", "json")
    assert claims(done)["test_reads"][0] == "unproven"
    assert slugs(done) == ["test-missing"]


def test_each_fault_of_a_test_is_waived_under_its_own_slug(project, holdfast):
    body = "- `tests/test_cache.py::TestCache::test_big`\n- `tests/test_cache.py::test_gone`\n"
    root = made(project, f"<!-- holdfast: waive test-failing because it takes an hour -->\n\n{body}")
    done = claims(holdfast(root, "verify", "--format", "json"))
    assert {name: outcome for name, (outcome, _) in done.items()} == {"test_big": "waived", "test_gone": "broken"}


def test_a_test_that_changed_after_its_results_is_unproven(project, holdfast):
    root = made(project, "- `tests/test_cache.py::TestCache::test_reads`\n")
    os.utime(root / "junit.xml", (1_000_000_000, 1_000_000_000))
    done = holdfast(root, "verify", "--format", "json")
    assert claims(done)["test_reads"] == (
        "unproven",
        "tests/test_cache.py changed after its results were written",
    )


def test_evidence_goes_stale_with_the_test_and_with_its_results(project, holdfast):
    root = made(project, "- `tests/test_cache.py::TestCache::test_reads`\n")
    assert holdfast(root, "verify").code == 0
    (root / "tests/test_cache.py").write_text(SOURCE.replace("test_reads", "test_read"))
    assert "tests/test_cache.py changed since it was tried" in holdfast(root, "check").out
    assert "did you mean test_read?" in holdfast(root, "verify").out


@pytest.mark.parametrize(("case", "slug"), [("test_gone", ""), ("TestCache::test_big", "test-failing")])
def test_what_a_trial_is_told_under_does_not_hang_on_its_words(project, case, slug):
    root = made(project, f"- `tests/test_cache.py::{case}`\n")
    opened = Session(str(root))
    claims = find_claims(opened.plan, opened.config, lambda path: True)
    ((_, trial),) = attempt(claims, Bench(str(root), strict, "none"))
    assert trial.outcome is Outcome.BROKEN
    assert told(trial) == slug
    assert told(replace(trial, outcome=Outcome.STALE, found="it was edited", remedy="holdfast verify")) == slug
