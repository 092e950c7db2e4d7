"""The rules about a whole corpus: numbers, dates, successors, what rests on what, and what the repository no longer has."""

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from gitrepo import Repo
from samples import document, said, template

from holdfast.engine.check import check
from holdfast.model.severity import Severity

Project = Callable[..., Path]
ADR = "# [Title]\n\n**Status:** [Accepted | Superseded by NNNN]\n**Related:** [Links]\n\n## Context\n\n[Why]\n\n## Decision\n\n[What]\n"
LIVING = {"holdfast.toml": 'corpus = "living"\n', "docs/TEMPLATE.md": ADR}


def record(decision: str = "We do it.", *, status: str = "Accepted", title: str = "A decision", header: str = "") -> str:
    return f"# {title}\n\n**Status:** {status}\n{header}\n## Context\n\nReads are slow.\n\n## Decision\n\n{decision}\n"


def found(project: Project, files: Mapping[str, str], slug: str) -> list[tuple[str, str]]:
    """Lay files out below ``docs/`` beside a template, check, and return what one rule says."""
    root = project({**LIVING, **{path if "/" in path or "." not in path else f"docs/{path}": text for path, text in files.items()}})
    result = check(str(root))
    assert not result.crashes
    return said(result, slug)


class TestNumberClash:
    SLUG = "number-clash"

    def test_the_later_name_is_told_of_the_earlier_one(self, project):
        files = {"0001-a.md": record(), "0002-apples.md": record(), "0002-pears.md": record()}
        assert found(project, files, self.SLUG) == [("docs/0002-pears.md", "number 0002 is 0002-apples.md already")]

    def test_history_knows_better_than_the_alphabet_which_is_the_later_one(self, tmp_path):
        repo = Repo(tmp_path / "project")
        repo.commit({**LIVING, "docs/0002-pears.md": record()})
        repo.commit({"docs/0002-apples.md": record()})
        assert said(check(str(repo.root)), self.SLUG) == [("docs/0002-apples.md", "number 0002 is 0002-pears.md already")]

    def test_numbers_are_compared_as_numbers(self, project):
        assert len(found(project, {"12-a.md": record(), "0012-b.md": record()}, self.SLUG)) == 1

    @pytest.mark.parametrize(
        "names",
        [
            ("0000-a.md", "0000-b.md"),  # waiting for a number
            ("NNNN-a.md", "NNNN-b.md"),
            ("12-cache.md", "12-cache-summary.md"),  # one extends the other
            ("12-cache.md", "12-cache.de.md"),
            ("2024-05-01-a.md", "2024-05-01-b.md"),  # dates
            ("2024-plans.md", "2024-review.md"),  # years
            ("1-2-a.md", "1-3-b.md"),  # chapter and section
            ("adr-7-a.md", "rfc-7-b.md"),  # two series
            ("01-a.md", "01-b.md", "02-c.md", "02-d.md", "03-e.md", "03-f.md"),  # chapters
            ("05-a.md", "05-b.md", "05-c.md", "05-d.md", "06-e.md"),
        ],
        ids=" ".join,
    )
    def test_what_is_no_number_of_its_own_does_not_clash(self, project, names):
        assert found(project, {name: record(title=name) for name in names}, self.SLUG) == []

    def test_what_one_commit_added_under_one_first_word_shares_its_number_on_purpose(self, tmp_path):
        repo = Repo(tmp_path / "project")
        repo.commit(LIVING)
        repo.commit({"docs/03-audit-full.md": record(), "docs/03-audit-alternatives.md": record()})
        assert said(check(str(repo.root)), self.SLUG) == []
        repo.commit({"docs/03-audit-later.md": record()})
        assert len(said(check(str(repo.root)), self.SLUG)) == 1

    def test_folders_carry_numbers_too(self, project):
        page = "# [Title]\n\n## Context\n\n[Why]\n\n## Decision\n\n[What]\n"
        files = {"docs/NNNN-template/README.md": page, **{f"docs/{name}/README.md": record() for name in ("0007-a", "0007-b", "0008-c")}}
        root = project(files)
        assert said(check(str(root)), self.SLUG) == [("docs/0007-b/README.md", "number 0007 is ../0007-a/README.md already")]


class TestDateEarly:
    SLUG = "date-early"

    @pytest.fixture
    def repo(self, tmp_path):
        repo = Repo(tmp_path / "project")
        repo.commit({"holdfast.toml": LIVING["holdfast.toml"], "docs/a.md": document("A", date="2019-01-01")})
        repo.commit({"docs/TEMPLATE.md": template()}, days=60)
        return repo

    def said(self, repo):
        return said(check(str(repo.root)), self.SLUG)

    def test_a_date_of_long_before_the_template_is_told(self, repo):
        repo.commit({"docs/b.md": document("B", date="2023-01-31")})
        assert self.said(repo) == [("docs/b.md", "Date 2023-01-31 is 13 months before the document was first committed")]

    @pytest.mark.parametrize("date", ["2024-01-02", "November 2023", "2023", "2023-01-31 (last changed March 2024)", "some day"])
    def test_a_date_that_is_plausible_or_none_is_not(self, repo, date):
        repo.commit({"docs/b.md": document("B", date=date)})
        assert self.said(repo) == []

    def test_months_and_years_are_read_too(self, repo):
        repo.commit({"docs/b.md": document("B", date="January 2023"), "docs/c.md": document("C", date="3 Jan. 2023")})
        assert [path for path, _ in self.said(repo)] == ["docs/b.md", "docs/c.md"]

    def test_a_document_of_the_first_commit_may_be_older_than_the_history(self, repo):
        assert self.said(repo) == []

    def test_early_dates_that_differ_are_the_real_ages_of_documents_from_elsewhere(self, repo):
        dates = ("2019-03-04", "2020-07-08", "2021-11-12")
        repo.commit({f"docs/{date}.md": document("B", date=date) for date in dates})
        assert self.said(repo) == []

    def test_the_example_of_the_template_is_left_to_its_own_rule(self, repo):
        repo.commit({"docs/TEMPLATE.md": template().replace("[YYYY-MM-DD]", "[Month Year - e.g., January 2023]")}, days=30)
        repo.commit({"docs/b.md": document("B", date="January 2023")})
        result = check(str(repo.root))
        assert len(said(result, "field-example")) == 1
        assert said(result, self.SLUG) == []

    def test_without_history_nothing_is_said(self, project):
        assert found(project, {"docs/TEMPLATE.md": template(), "b.md": document("B", date="2001-02-03")}, self.SLUG) == []


class TestSuccessors:
    @pytest.mark.parametrize(
        "status", ["Superseded", "superseded (2026-07-27)", "Superseded on 3 May 2024.", "**Superseded**", "Superceded by"]
    )
    def test_a_bare_word_names_no_successor(self, project, status):
        files = {"0001-a.md": record(status=status), "0002-b.md": record()}
        assert [path for path, _ in found(project, files, "successor-missing")] == ["docs/0001-a.md"]

    @pytest.mark.parametrize(
        ("status", "header", "decision"),
        [
            ("Superseded by 0002", "", "We do it."),
            ("Superseded by [ADR 2](0002-b.md)", "", "We do it."),
            ("Superseded by `0002-b` (2024-05-06)", "", "We do it."),
            ("Superseded by WordPress 6.6", "", "We do it."),
            ("Superseded", "**Superseded by:** ADR-2\n", "We do it."),
            ("Superseded", "**Related:** [b](0002-b.md) (supersedes this)\n", "We do it."),
            ("Superseded", "", "This decision is superseded. Subscriptions now feed the store."),
            ("Superseded", "", "この決定は、[b](0002-b.md)により置き換えられた。"),
            ("Deprecated", "", "We do it."),
            ("Withdrawn", "", "We do it."),
        ],
    )
    def test_whatever_tells_what_came_after_will_do(self, project, status, header, decision):
        files = {"0001-a.md": record(decision, status=status, header=header), "0002-b.md": record()}
        assert found(project, files, "successor-missing") == []

    def test_it_is_an_error(self, project):
        root = project({**LIVING, "docs/0001-a.md": record(status="Superseded"), "docs/0002-b.md": record()})
        assert [one.severity for one in check(str(root)).verdicts if one.slug == "successor-missing"] == [Severity.ERROR]

    @pytest.mark.parametrize(
        ("status", "later"),
        [
            ("Superseded by [this](0002-b.md)", "We do it in another way."),
            ("Superseded by ADR-0002", "It took 14 days."),
            ("Superseded by 2", "It took 10 days."),
        ],
    )
    def test_a_successor_that_says_nothing_of_what_it_replaced_is_told(self, project, status, later):
        files = {"0001-feet.md": record(status=status, title="Heights in feet"), "0002-b.md": record(later, title="Metres")}
        assert found(project, files, "successor-silent") == [("docs/0002-b.md", "superseded 0001-feet.md, and does not mention it")]

    @pytest.mark.parametrize("later", ["See [feet](0001-feet.md).", "This replaces ADR-1.", "Heights in feet were too long.", "As in `0001-feet`."])
    def test_a_link_a_number_or_a_title_is_a_mention(self, project, later):
        files = {"0001-feet.md": record(status="Superseded by 0002", title="Heights in feet"), "0002-b.md": record(later)}
        assert found(project, files, "successor-silent") == []

    def test_a_successor_that_is_not_there_is_not_told(self, project):
        assert found(project, {"0001-a.md": record(status="Superseded by 0009"), "0002-b.md": record()}, "successor-silent") == []


class TestDeprecatedCited:
    SLUG = "deprecated-cited"

    def told(self, project, text, *, header="", status="Deprecated", own="Accepted"):
        files = {"0001-old.md": record(status=status), "0002-new.md": record(text, header=header, status=own)}
        return found(project, files, self.SLUG)

    @pytest.mark.parametrize("status", ["Deprecated", "Superseded by 0003"])
    def test_a_link_to_what_is_not_in_force_is_told(self, project, status):
        [(path, text)] = self.told(project, "Keys are made as [0001](0001-old.md) says.", status=status)
        assert (path, text) == ("docs/0002-new.md", f"rests on 0001-old.md, which is {status}")

    def test_it_is_told_once_for_each_document(self, project):
        assert len(self.told(project, "Keys follow [0001](0001-old.md). Values follow [0001](0001-old.md).")) == 1

    def test_a_field_that_says_what_is_needed_counts(self, project):
        assert len(self.told(project, "We do it.", header="**Requires:** 1, 5\n")) == 1

    @pytest.mark.parametrize(
        "text",
        [
            "This replaces [0001](0001-old.md).",
            "Unlike [0001](0001-old.md), we keep keys short.",
            "- It supersedes:\n  - [0001](0001-old.md)",
            "We do it.\n\n## References\n\n- [0001](0001-old.md)",
            "We do it.\n\n## Prior art\n\nKeys follow [0001](0001-old.md).",
        ],
    )
    def test_history_is_not_resting(self, project, text):
        assert self.told(project, text) == []

    @pytest.mark.parametrize("header", ["**Related:** [0001](0001-old.md)\n", "**Supersedes:** [0001](0001-old.md)\n"])
    def test_other_fields_of_the_header_do_not_count(self, project, header):
        assert self.told(project, "We do it.", header=header) == []

    def test_who_is_not_in_force_rests_on_what_it_likes(self, project):
        assert self.told(project, "Keys follow [0001](0001-old.md).", own="Rejected") == []

    def test_a_document_of_another_folder_counts(self, project):
        other = {path.replace("docs/", "adr/"): text for path, text in {"docs/TEMPLATE.md": ADR, "docs/0001-old.md": record(status="Rejected"), "docs/0002-b.md": record()}.items()}
        files = {**other, "a.md": record("Keys follow [0001](../adr/0001-old.md).")}
        assert found(project, files, self.SLUG) == [("docs/a.md", "rests on ../adr/0001-old.md, which is Rejected")]


class TestRelated:
    def test_only_those_that_have_related_documents_themselves_are_asked(self, project):
        files = {
            "a.md": record(header="**Related:** [B](b.md), [C](c.md), [D](d.md)\n"),
            "b.md": record(header="**Related:** [A](a.md)\n"),
            "c.md": record(),
            "d.md": record(header="**Related:** [B](b.md)\n"),
        }
        told = found(project, files, "related-one-way")
        assert told == [("docs/a.md", "not named under Related in d.md"), ("docs/d.md", "not named under Related in b.md")]

    def test_what_is_no_longer_in_force_is_not_asked(self, project):
        files = {"a.md": record(header="**Related:** [B](b.md)\n"), "b.md": record(status="Deprecated", header="**Related:** [C](c.md)\n"), "c.md": record()}
        assert found(project, files, "related-one-way") == []


class TestPathMissing:
    SLUG = "path-missing"
    TREE = {"src/shelf/cache.py": "", "src/shelf/deep/keys.py": "", "src/other/deep/rows.sql": "", "crates/x/src/lib.rs": "", ".gitignore": "*.log\nlogs/\n"}

    def told(self, project, text, *, status="Accepted", files=None):
        return [one for _, one in found(project, {**self.TREE, **(files or {}), "a.md": record(text, status=status), "b.md": record()}, self.SLUG)]

    @pytest.mark.parametrize(
        ("code", "text"),
        [
            ("src/shelf/store.py", "src/shelf/store.py does not exist"),
            ("src/shelf/store.py:42", "src/shelf/store.py does not exist"),
            ("../src/shelf/store.py", "../src/shelf/store.py does not exist"),
            ("src/shelf/deep/rows.sql", "src/shelf/deep/rows.sql does not exist; did you mean src/other/deep/rows.sql?"),
            ("docs/c.md", "docs/c.md does not exist"),
        ],
    )
    def test_a_file_that_is_not_where_others_of_its_kind_are(self, project, code, text):
        assert self.told(project, f"Reads go through `{code}`.") == [text]

    @pytest.mark.parametrize(
        "code",
        [
            "src/shelf/cache.py",
            "shelf/cache.py",  # from the folder of a package
            "a.md",
            "lib/x.py",  # no such folder at the root
            "src/shelf/settings.yaml",  # no file of this kind there
            "src/shelf/*.py",
            "src/shelf/NAME.py",
            "src/shelf/.../keys.py",
            "src/shelf/store",
            "src/shelf/run.log",
            "target/x.py",
            "src/new/",
            "https://example.org/src/shelf/x.py",
            "GET /src/shelf/x.py",
            "text/html",
        ],
    )
    def test_what_is_there_or_may_be_something_else_is_left_alone(self, project, code):
        assert self.told(project, f"Reads go through `{code}`.", files={"target/y.py": "", "src/shelf/run.txt": ""}) == []

    @pytest.mark.parametrize(
        "text",
        [
            "Reads will go through `src/shelf/store.py`.",
            "We removed `src/shelf/store.py` in May.",
            "New files:\n\n- `src/shelf/store.py`",
            "- A new module\n  - `src/shelf/store.py`",
            "In `src/shelf/store.py`:\n\n```python\nx = 1\n```",
            "| Old | Now |\n|---|---|\n| `src/shelf/store.py` | `src/shelf/cache.py` |",
            "We do it.\n\n### Phase 2\n\nReads go through `src/shelf/store.py`.",
        ],
    )
    def test_what_is_planned_or_gone_need_not_be_there(self, project, text):
        assert self.told(project, text) == []

    @pytest.mark.parametrize("status", ["Draft", "Research", "Deprecated"])
    def test_only_what_is_in_force_is_asked(self, project, status):
        assert self.told(project, "Reads go through `src/shelf/store.py`.", status=status) == []

    def test_records_are_not_asked(self, project):
        root = project({**LIVING, "holdfast.toml": 'corpus = "record"\n', **self.TREE, "docs/a.md": record("It is `src/shelf/store.py`."), "docs/b.md": record()})
        assert said(check(str(root)), self.SLUG) == []

    def test_what_git_deleted_is_told_with_the_commit(self, tmp_path):
        repo = Repo(tmp_path / "project")
        repo.commit({**LIVING, **self.TREE, "src/shelf/rows/one.sql": "", "docs/a.md": record("It is `src/shelf/rows/one.sql`, in `src/shelf/rows/`."), "docs/b.md": record()})
        commit = repo.remove("src/shelf/rows")[:7]
        assert said(check(str(repo.root)), self.SLUG) == [
            ("docs/a.md", f"src/shelf/rows/one.sql does not exist; {commit} deleted it"),
            ("docs/a.md", f"src/shelf/rows/ does not exist; {commit} deleted it"),
        ]


class TestSymbolMissing:
    PACKAGE = {
        "src/shelf/__init__.py": "from shelf.cache import Cache\nfrom .keys import *\n",
        "src/shelf/cache.py": (
            "import os\nfrom typing import NamedTuple\nLIMIT = 3\nfirst, second = 1, 2\n"
            "class Cache:\n    size: int = 0\n    def __init__(self):\n        self.rows = []\n    def get(self, key): ...\n"
            "class Row(NamedTuple):\n    key: str\n"
            "if os.name == 'nt':\n    def fast(): ...\nelse:\n    fast = None\n"
        ),
        "src/shelf/keys.py": "def __getattr__(name): ...\n",
        "src/shelf/store/__init__.py": "from shelf.cache import Cache as Store\n__all__ = ['later']\n",
        "src/shelf/broken.py": "def (",
        "src/email/__init__.py": "",
    }

    def told(self, project, *names):
        text = " ".join(f"It calls `{name}`." for name in names)
        return [one for _, one in found(project, {**self.PACKAGE, "a.md": record(text), "b.md": record()}, "symbol-missing")]

    @pytest.mark.parametrize(
        ("name", "text"),
        [
            ("shelf.cache.gett", "src/shelf/cache.py defines no gett"),
            ("shelf.cache.Caches", "src/shelf/cache.py defines no Caches; did you mean Cache?"),
            ("shelf.cache.Cache.put()", "src/shelf/cache.py defines no put"),
            ("shelf.store.Store.gett", "src/shelf/cache.py defines no gett; did you mean get?"),
            ("shelf.store.Shop", "src/shelf/store/__init__.py defines no Shop"),
        ],
    )
    def test_a_name_that_its_module_does_not_define_is_told(self, project, name, text):
        assert self.told(project, name) == [text]

    def test_what_is_defined_or_cannot_be_told_is_not(self, project):
        names = (
            "shelf.cache", "shelf.cache.LIMIT", "shelf.cache.second", "shelf.cache.fast", "shelf.cache.os", "shelf.cache.Cache.size",
            "shelf.cache.Cache.rows", "shelf.cache.Cache.get()", "shelf.cache.Row._make", "shelf.cache.LIMIT.bit_length", "shelf.Cache",
            "shelf.Anything", "shelf.keys.anything", "shelf.store.Store.get", "shelf.store.later", "shelf.broken.x", "email.nothing.Here",
            "other.cache.gett", "shelf.toml", "shelf.requests",
        )  # fmt: skip
        assert self.told(project, *names) == []

    @pytest.mark.parametrize("text", ["The metric `shelf.cache.hits` counts reads.", "`shelf.cache.evict` will be added."])
    def test_names_of_metrics_and_of_what_is_planned_are_no_symbols(self, project, text):
        assert found(project, {**self.PACKAGE, "a.md": record(text), "b.md": record()}, "symbol-missing") == []


class TestCommandMissing:
    MAKEFILE = (
        "NAMES := fetch clean\nBIN = out/bin\n.PHONY: test $(NAMES)\n\ntest: build ## Run the tests.\n\t@echo 'nothing: here'\n"
        "build install::\n\ttrue\n$(NAMES):\n\ttrue\nimage-%:\n\ttrue\n$(BIN)/tool: x\nOUT := a: b\n-include .env\ninclude more.mk\n"
    )
    PACKAGE = '{"scripts": {"build": "tsc", "build:docs": "x"}}'

    def told(self, project, text, **files):
        base = {"Makefile": self.MAKEFILE, "more.mk": "extra:\n", "package.json": self.PACKAGE}
        root = project({**LIVING, **base, **files, "docs/a.md": record(text), "docs/b.md": record()})
        return [one for _, one in said(check(str(root)), "command-missing")]

    @pytest.mark.parametrize(
        ("text", "wanted"),
        [
            ("Run `make tests`.", "Makefile has no target tests; did you mean test?"),
            ("Run `make -j4 MODE=fast bench`.", None),
            ("Run `make MODE=fast bench`.", "Makefile has no target bench"),
            ("Run it.\n\n```console\n$ make bench\nbench: 3 s\n```", "Makefile has no target bench"),
            ("Run it.\n\n```sh\nmake test && make bench\n```", None),
            ("Run `npm run builds`.", "package.json has no script builds; did you mean build?"),
            ("Run `pnpm run bench`.", "package.json has no script bench"),
            ("Run `yarn bench:all`.", "package.json has no script bench:all"),
        ],
    )
    def test_what_leads_nowhere_is_told(self, project, text, wanted):
        assert self.told(project, text) == ([wanted] if wanted else [])

    @pytest.mark.parametrize(
        "text",
        [
            "Run `make test`, `make build`, `make install`, `make fetch`, `make clean`, `make extra` and `make image-web`.",
            "Run `make -C docs html`, `make out/bin/tool` and `make TARGET`.",
            "Run `npm run build`, `npm run build:docs`, `npm test`, `npm install`, `yarn jest`, `yarn add x` and `pnpm exec y`.",
            "Run it.\n\n```console\n$ cd tools\n$ make bench\n```",
            "Let us make sense of it; `make bench` will be added.",
        ],
    )
    def test_what_is_there_or_cannot_be_told_is_not(self, project, text):
        assert self.told(project, text) == []

    @pytest.mark.parametrize("line", ["include $(TOP)/rules.mk", "$(eval $(call rules))", "%:\n\ttrue", "$(shell ls):", "include gone.mk"])
    def test_a_makefile_that_may_know_more_says_nothing(self, project, line):
        assert self.told(project, "Run `make bench`.", Makefile=f"test:\n\n{line}\n") == []

    def test_a_target_of_another_folder_counts(self, project):
        assert self.told(project, "Run `make html`.", **{"site/Makefile": "html:\n"}) == []

    def test_without_a_makefile_nothing_is_said(self, project):
        root = project({**LIVING, "docs/a.md": record("Run `make bench` and `npm run x`."), "docs/b.md": record()})
        assert said(check(str(root)), "command-missing") == []


def test_what_was_found_out_is_the_same_from_the_cache(project):
    files = {
        **LIVING,
        "docs/0001-a.md": record(status="Superseded by [0002](0002-b.md)", header="**Related:** [b](0002-b.md)\n", title="Feet"),
        "docs/0002-b.md": record("It is `docs/gone.md`; run `make x`. It calls `shelf.cache.nothing`."),
        "docs/0002-c.md": record("Keys follow [a](0001-a.md)."),
        "src/shelf/__init__.py": "",
        "src/shelf/cache.py": "",
        "Makefile": "y:\n",
    }
    root = str(project(files))
    fresh = check(root, use_cache=False).verdicts
    assert {one.slug for one in fresh} >= {"number-clash", "successor-silent", "deprecated-cited", "path-missing", "symbol-missing", "command-missing"}
    assert check(root).verdicts == check(root).verdicts == fresh
