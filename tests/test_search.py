"""``holdfast search``: what is found, in which order, and that nothing a person types is an error."""

import json
import os
import sqlite3
import sys
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from conftest import needs_permissions
from holdfast.cli.search import _HAS
from holdfast.engine import searched
from holdfast.engine.query import read_query
from holdfast.engine.search import HAS, Filter, Searcher
from holdfast.world.fulltext import FullText, index_path
from inprocess import holdfast_here  # noqa: F401 - a fixture.
from samples import document, template

SCHEMA = json.loads((Path(__file__).parent.parent / "schemas" / "search-v1.json").read_text())
CACHE = document("A cache of tolls") + "\nEvery gate keeps its *caching* rules in `cache_rules.toml`.\n"
FERRY = document("Ferries", status="Draft", date="2024-01-01") + "\nThe cache is cold.\n\n- [ ] Warm it\n"
OPEN = document("Gates", status="Deprecated") + (
    "\n## Open Questions\n\n- Which gate first?\n\n```python\nprint(1)\n```\n"
    "\n<!-- holdfast: waive section-empty because it is a sketch -->\n"
)


@pytest.fixture
def root(project):
    files = {"cache": CACHE, "ferry": FERRY, "gates": OPEN}
    return project({"docs/TEMPLATE.md": template(), **{f"docs/{name}.md": text for name, text in files.items()}})


def found(root, *words, limit=10, **wanted):
    searcher = Searcher(str(root))
    try:
        return [one.hit.path[5:-3] for one in searcher.search(read_query(words), Filter(**wanted), limit).matches]
    finally:
        searcher.close()


@pytest.mark.parametrize(
    ("words", "names"),
    [
        (["cache"], ["cache", "ferry"]),
        (["CACHING"], ["cache", "ferry"]),
        (["cache", "gate"], ["cache"]),
        (["cache gate"], ["cache"]),
        (['"cache is cold"'], ["ferry"]),
        (['"cold cache"'], []),
        (["cache", "-cold"], ["cache"]),
        (["-cache"], ["gates"]),
        (["cache", '-"is cold"'], ["cache"]),
        (["cache_rules.toml"], ["cache"]),
        (["ferr*"], ["ferry", "cache", "gates"]),
        (["nothing"], []),
        (['cold"'], ["ferry"]),
    ],
)
def test_words_phrases_and_exclusions_find_what_they_say(root, words, names):
    assert found(root, *words) == names


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        ({"statuses": ("draft",)}, ["ferry"]),
        ({"statuses": ("Draft", "Active")}, ["cache", "ferry"]),
        ({"fields": (("date", "2024-01-01"),)}, ["ferry"]),
        ({"types": ("Docs",)}, ["cache", "ferry", "gates"]),
        ({"has": ("open-tasks",)}, ["ferry"]),
        ({"has": ("open-questions", "examples", "waivers")}, ["gates"]),
    ],
)
def test_fields_and_what_a_document_has(root, wanted, names):
    types = {one.type for one in _hits(root)}
    assert len(types) == 1
    if "types" in wanted:
        wanted = {"types": tuple(types)}
    assert found(root, **wanted) == names


def _hits(root):
    searcher = Searcher(str(root))
    hits = [one.hit for one in searcher.search(read_query([]), Filter()).matches]
    searcher.close()
    return hits


def test_a_title_weighs_more_than_a_text_however_often(project):
    often = document("Other") + "\nlantern lantern lantern lantern\n"
    root = project(
        {
            "docs/TEMPLATE.md": template(),
            "docs/a.md": often,
            "docs/b.md": document("The lantern"),
            "docs/c.md": document("C"),
        }
    )
    assert found(root, "lantern") == ["b", "a"]


def test_a_changed_new_or_removed_file_is_seen_and_no_other_is_read_again(root, monkeypatch):
    for path in (root / "docs").iterdir():
        os.utime(path, (1_600_000_000, 1_600_000_000))
    assert found(root, "zebra") == []
    read = []
    real = searched.read
    monkeypatch.setattr(searched, "read", lambda tree, path: read.append(path) or real(tree, path))
    assert found(root, "zebra") == []
    assert read == []
    (root / "docs/ferry.md").write_text(FERRY + "\nA zebra.\n")
    (root / "docs/new.md").write_text(document("Zebra"))
    (root / "docs/gates.md").unlink()
    assert found(root, "zebra") == ["new", "ferry"]
    assert sorted(read) == ["docs/ferry.md", "docs/new.md"]
    assert found(root, "gates") == ["cache"]


def test_a_damaged_file_is_made_anew(root):
    assert found(root, "cold") == ["ferry"]
    Path(index_path(str(root))).write_bytes(b"no database" * 100)
    assert found(root, "cold") == ["ferry"]
    with Path(index_path(str(root))).open("r+b") as file:
        file.seek(5000)
        file.write(b"\xff" * 3000)
    (root / "docs/ferry.md").write_text(FERRY + "\nmore\n")
    assert found(root, "cold") == ["ferry"]


def test_a_file_that_another_run_holds_costs_time_only(root, monkeypatch):
    assert found(root, "cold") == ["ferry"]
    (root / "docs/new.md").write_text(document("Cold"))
    real = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda path, timeout=0: real(path, timeout=0))
    held = real(index_path(str(root)))
    held.execute("BEGIN EXCLUSIVE")
    assert found(root, "cold") == ["new", "ferry"]
    held.rollback()
    held.close()


@needs_permissions
def test_a_cache_that_cannot_be_written_is_done_without(root, monkeypatch, tmp_path):
    folder = tmp_path / "closed"
    folder.mkdir(mode=0o500)
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder))
    assert found(root, "cold") == ["ferry"]


def test_without_a_folder_for_the_cache_it_works_from_memory(root, monkeypatch):
    monkeypatch.setenv("XDG_CACHE_HOME", "/dev/null/nowhere")
    assert found(root, "cold") == ["ferry"]


TEXT = FullText("/nowhere", use_cache=False)


@given(
    st.lists(
        st.text(max_size=30)
        | st.sampled_from(["AND", "NOT", "NEAR(a b)", "title:", "*", '"', "-", "^a", "{", "a\x00b", "-\udce9"])
    )
)
def test_nothing_that_is_typed_is_an_error_of_the_database(words):
    query = read_query(words)
    TEXT.find(query.match, query.without)


def test_the_command_line_offers_what_the_engine_knows():
    assert _HAS == HAS


def test_a_long_query_is_no_error():
    TEXT.find(*read_query(["a "] * 5000))


def test_positions_count_code_points_of_the_file(project, holdfast):
    text = document("A").replace("\n", "\r\n") + "\r\nÉté 𝒳 *lantern* and lanterns\r\n"
    root = project({"docs/TEMPLATE.md": template(), "docs/a.md": b"\xef\xbb\xbf" + text.encode()})
    value = json.loads(holdfast(root, "search", "lantern", "--format", "json").out)
    jsonschema.Draft202012Validator(SCHEMA).validate(value)
    (line,) = value["documents"][0]["lines"]
    assert (line["line"], line["column"]) == (18, 8)
    assert [line["text"][a:b] for a, b in line["matches"]] == ["lantern", "lanterns"]


def test_what_was_looked_for_is_marked_on_a_terminal_and_listed_in_markdown(root, holdfast):
    done = holdfast(root, "search", "cache", "-cold", FORCE_COLOR="1")
    assert done.code == 0
    assert "docs/cache.md" in done.out
    assert "its *\x1b[1;33mcaching\x1b[0m* rules" in done.out
    assert done.out.endswith("1 of 3 documents matches\n")
    done = holdfast(root, "search", "--has", "open-tasks", "--format", "markdown")
    assert done.out == "- `docs/ferry.md` Ferries (Draft)\n\n1 of 3 documents matches\n"
    done = holdfast(root, "search", "nothing")
    assert (done.code, done.out) == (0, "no document matches, of 3\n")
    assert holdfast(root, "search", "cache", "-x").code == 0
    assert holdfast(root, "search").code == 2
    assert holdfast(root, "search", "x", "--field", "date").code == 2


def test_a_snippet_cannot_write_to_the_terminal(project, holdfast):
    hostile = document("A") + "\n\x1b[2J lantern \x02\u202e" + "x" * 300 + "\n"
    root = project({"docs/TEMPLATE.md": template(), "docs/a.md": hostile})
    done = holdfast(root, "search", "lantern")
    assert "\\x1b[2J lantern" in done.out
    assert not set(done.out) & {"\x1b", "\x02", "\u202e"}
    assert max(map(len, done.out.splitlines())) < 130


def test_a_project_without_templates_is_searched_whole(project):
    root = project({"notes/a.md": "# A\n\nlantern\n", "b.md": "# B\n"})
    assert found(root, "lantern") == ["/a"]


@pytest.mark.skipif(sys.platform == "win32", reason="names are bytes here")
def test_a_name_that_is_no_unicode_is_found(project):
    root = project({"docs/TEMPLATE.md": template(), "docs/a.md": document("A")})
    (root / os.fsdecode(b"docs/\xe9.md")).write_text(document("Lantern"))
    assert found(root, "lantern") == ["\udce9"]
