"""The rules that hold a living document against its repository: paths, symbols and commands."""

import pytest

from gitrepo import Repo
from holdfast.engine.check import check
from records import LIVING, found, record
from samples import said

TREE = {
    "src/shelf/cache.py": "",
    "src/shelf/deep/keys.py": "",
    "src/other/deep/rows.sql": "",
    "crates/x/src/lib.rs": "",
    "./.gitignore": "*.log\n",
    "src/shelf/old.log": "",
}


class TestPathMissing:
    SLUG = "path-missing"

    def told(self, project, text, *, status="Accepted", files=None):
        return [
            one
            for _, one in found(
                project,
                {**TREE, **(files or {}), "a.md": record(text, status=status), "b.md": record()},
                self.SLUG,
            )
        ]

    @pytest.mark.parametrize(
        ("code", "text"),
        [
            ("src/shelf/store.py", "src/shelf/store.py does not exist"),
            ("src/shelf/store.py:42", "src/shelf/store.py does not exist"),
            ("../src/shelf/store.py", "../src/shelf/store.py does not exist"),
            (
                "src/shelf/deep/rows.sql",
                "src/shelf/deep/rows.sql does not exist; did you mean src/other/deep/rows.sql?",
            ),
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
        assert (
            self.told(project, f"Reads go through `{code}`.", files={"target/y.py": "", "src/shelf/run.txt": ""}) == []
        )

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
        root = project(
            {
                **LIVING,
                "holdfast.toml": 'corpus = "record"\n',
                **TREE,
                "docs/a.md": record("It is `src/shelf/store.py`."),
                "docs/b.md": record(),
            }
        )
        assert said(check(str(root)), self.SLUG) == []

    def test_what_git_deleted_is_told_with_the_commit(self, tmp_path):
        repo = Repo(tmp_path / "project")
        repo.commit(
            {
                **LIVING,
                **TREE,
                "src/shelf/rows/one.sql": "",
                "docs/a.md": record("It is `src/shelf/rows/one.sql`, in `src/shelf/rows/`."),
                "docs/b.md": record(),
            }
        )
        commit = repo.remove("src/shelf/rows")[:7]
        assert said(check(str(repo.root)), self.SLUG) == [
            ("docs/a.md", f"src/shelf/rows/one.sql does not exist; {commit} deleted it"),
            ("docs/a.md", f"src/shelf/rows/ does not exist; {commit} deleted it"),
        ]


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


class TestSymbolMissing:
    def told(self, project, *names):
        text = " ".join(f"It calls `{name}`." for name in names)
        return [one for _, one in found(project, {**PACKAGE, "a.md": record(text), "b.md": record()}, "symbol-missing")]

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

    @pytest.mark.parametrize(
        "text", ["The metric `shelf.cache.hits` counts reads.", "`shelf.cache.evict` will be added."]
    )
    def test_names_of_metrics_and_of_what_is_planned_are_no_symbols(self, project, text):
        assert found(project, {**PACKAGE, "a.md": record(text), "b.md": record()}, "symbol-missing") == []


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

    @pytest.mark.parametrize(
        "line", ["include $(TOP)/rules.mk", "$(eval $(call rules))", "%:\n\ttrue", "$(shell ls):", "include gone.mk"]
    )
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
        "docs/0001-a.md": record(
            status="Superseded by [0002](0002-b.md)", header="**Related:** [b](0002-b.md)\n", title="Feet"
        ),
        "docs/0002-b.md": record("It is `docs/gone.md`; run `make x`. It calls `shelf.cache.nothing`."),
        "docs/0002-c.md": record("Keys follow [a](0001-a.md)."),
        "src/shelf/__init__.py": "",
        "src/shelf/cache.py": "",
        "Makefile": "y:\n",
    }
    root = str(project(files))
    fresh = check(root, use_cache=False).verdicts
    assert {one.slug for one in fresh} >= {
        "number-clash",
        "successor-silent",
        "deprecated-cited",
        "path-missing",
        "symbol-missing",
        "command-missing",
    }
    assert check(root).verdicts == check(root).verdicts == fresh


@pytest.mark.parametrize(
    ("pyproject", "found"),
    [
        (
            '[project]\nname = "ferry"\n[project.scripts]\nferryctl = "ferry:main"\n',
            ["pyproject.toml has no entry point ferry; did you mean ferryctl?"],
        ),
        ('[project]\nname = "ferry"\n[project.scripts]\nferry = "ferry:main"\n', []),
        ('[project]\nname = "ferry"\n', []),
        ('[project]\nname = "ferry"\ndynamic = ["scripts"]\n', []),
        ('[project]\nname = "other"\n[project.scripts]\nother = "other:main"\n', []),
        ("no toml at all", []),
    ],
)
def test_a_program_that_bears_the_projects_name_has_to_be_one_of_its_entry_points(project, pyproject, found):
    text = "# Cache\n\n**Status:** Active\n\n## Context\n\n```console\n$ ferry drain --all\n$ psql\n```\n"
    template = "# [Title]\n\n**Status:** [Draft | Active]\n\n## Context\n\n[Why]\n"
    root = project({"docs/design/TEMPLATE.md": template, "docs/design/cache.md": text, "pyproject.toml": pyproject})
    assert [one.found for one in check(str(root)).verdicts if one.slug == "command-missing"] == found
