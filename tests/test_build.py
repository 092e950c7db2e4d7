"""`holdfast build`: the same pages as files, byte for byte the same from the same, and nothing else touched."""

import json
import os
import subprocess
import sys
import unicodedata
from pathlib import Path

import jsonschema
import pytest

from browsing import browse, is_quiet, needs_browser
from harbour import DOCUMENT, KELP, harbour
from statically import static

SCHEMAS = Path(__file__).parents[1] / "schemas"


def build(project: Path, *options: str, epoch: str = "1750000000") -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "holdfast", "build", *options]
    env = {**os.environ, "SOURCE_DATE_EPOCH": epoch}
    return subprocess.run(command, cwd=project, env=env, capture_output=True, text=True, check=False)


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.fixture
def project(tmp_path):
    return harbour(tmp_path / "harbour")


def test_every_page_is_written_with_its_json_and_what_hosts_and_models_read(project, tmp_path):
    done = build(project, str(tmp_path / "site"))
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.endswith(" pages, 16 written\n")
    site = contents(tmp_path / "site")
    pages = {path for path in site if path.endswith(".html") and not path.startswith("assets/")}
    assert DOCUMENT in pages
    for page in pages:
        json.loads(site[page.replace(".html", ".json")])
    for name, schema in (("index.json", "status-v1"), ("graph.json", "graph-v1")):
        jsonschema.validate(json.loads(site[name]), json.loads((SCHEMAS / f"{schema}.json").read_text()))
        assert str(tmp_path) not in site[name].decode(), "where it was built is nobody's business"
    assert {
        "_headers",
        "vercel.json",
        ".htaccess",
        "llms.txt",
        "pictures/docs/design/beds.svg",
        "assets/mermaid.js",
    } <= set(site)
    assert b"- [01 Kelp beds](documents/docs/design/01-kelp.json): Active" in site["llms.txt"]
    assert "assets/htmx.js" not in site, "only a server's pages are live"


def test_what_is_wrong_with_an_index_page_stands_on_the_overview(project, tmp_path):
    index = project / "docs" / "design" / "README.md"
    index.write_text(index.read_text() + "- [Lost](05-lost.md)\n" * 7)
    build(project, str(tmp_path / "site"))
    page = (tmp_path / "site" / "index.html").read_text()
    listed = page.partition("On index pages")[2].partition("</ul>")
    assert listed[0].count("05-lost.md does not exist") == 5
    assert "and 2 more: <code>holdfast check docs/design/README.md</code>" in listed[2]


def test_every_page_carries_the_policy_and_loads_nothing_from_elsewhere(project, tmp_path):
    build(project, str(tmp_path / "site"))
    for path, content in contents(tmp_path / "site").items():
        if path.endswith(".html") and not path.startswith("assets/"):
            head = content.decode().partition("</head>")[0]
            assert "default-src &#39;none&#39;; script-src &#39;self&#39;" in head
            assert head.index("Content-Security-Policy") < head.index("<script")
            assert "http" not in head.replace("http-equiv", "")
    for name in ("_headers", "vercel.json", ".htaccess"):
        assert "default-src 'none'; script-src 'self'" in (tmp_path / "site" / name).read_text()


def test_the_same_input_gives_the_same_bytes(project, tmp_path):
    build(project, str(tmp_path / "one"), "--since", "HEAD~1")
    moved = tmp_path / "elsewhere" / "harbour"
    moved.parent.mkdir()
    subprocess.run(["git", "clone", "-q", str(project), str(moved)], check=True)
    build(moved, str(tmp_path / "two"), "--since", "HEAD~1", "--no-cache")
    assert contents(tmp_path / "one") == contents(tmp_path / "two")


def test_names_that_some_file_system_takes_for_the_same_or_for_too_long_have_pages_of_their_own(project, tmp_path):
    build(project, str(tmp_path / "before"))
    before = list((tmp_path / "before/documents/docs/design").glob("*.html"))
    names = ["Kelp.md", "KELP.MD", "é.md", "e\u0301.md", "é" * 126 + ".md", "y" * 252 + ".md"]
    for name in names:
        (project / "docs/design" / name).write_text(KELP)
    done = build(project, str(tmp_path / "site"))
    assert (done.returncode, done.stderr) == (0, "")
    pages = [path.name for path in (tmp_path / "site/documents/docs/design").glob("*.html")]
    assert len({unicodedata.normalize("NFC", one).casefold() for one in pages}) == len(pages)
    assert len(pages) == len(before) + len(names)


def test_only_what_changed_is_written_again(project, tmp_path):
    site = tmp_path / "site"
    build(project, str(site))
    before = {path: (site / path).stat().st_mtime_ns for path in contents(site)}
    kelp = project / "docs/design/01-kelp.md"
    kelp.write_text(KELP.replace("We count with a net.", "We count with two nets."))
    assert build(project, str(site)).returncode == 0
    changed = {path for path, time in before.items() if (site / path).stat().st_mtime_ns != time}
    assert "We count with two nets." in (site / DOCUMENT).read_text()
    assert {DOCUMENT, DOCUMENT.replace(".html", ".json")} <= changed
    assert not any("02-tides" in path or "04-moorings" in path or path.startswith("assets") for path in changed)
    fresh = tmp_path / "fresh"
    build(project, str(fresh), "--no-cache")
    assert contents(site) == contents(fresh), "what was left alone is what would be written"


def test_what_is_gone_is_removed_and_what_others_put_there_stays(project, tmp_path):
    site = tmp_path / "site"
    build(project, str(site))
    (site / "CNAME").write_text("design.example.org\n")
    (project / "docs/design/04-moorings.md").unlink()
    done = build(project, str(site))
    assert "2 files removed" in done.stdout
    assert not (site / "documents/docs/design/04-moorings.html").exists()
    assert (site / "CNAME").read_text() == "design.example.org\n"


def test_a_folder_that_holds_something_else_is_left_alone(project, tmp_path):
    other = tmp_path / "other"
    other.mkdir()
    (other / "thesis.txt").write_text("years of work")
    done = build(project, str(other))
    assert (done.returncode, done.stdout) == (2, "")
    assert "holds something that is no site of ours; name an empty folder" in done.stderr
    assert contents(other) == {"thesis.txt": b"years of work"}
    assert build(project, ".").returncode == 2


def test_links_in_the_folder_lead_nobody_out_of_it(project, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "index.html").write_text("mine")
    site = project / "site"
    site.mkdir()
    (site / ".holdfast-site").write_text("a hostile repository can write this as well")
    (site / "index.html").symlink_to(outside / "index.html")
    (site / "documents").symlink_to(outside)
    done = build(project)
    assert done.returncode == 2
    assert "leads out of the folder of the site" in done.stderr
    assert contents(outside) == {"index.html": b"mine"}
    site.joinpath("documents").unlink()
    assert build(project).returncode == 0
    assert contents(outside) == {"index.html": b"mine"}
    assert not (site / "index.html").is_symlink()


def test_a_link_of_a_document_to_a_heading_that_is_not_there_is_told(project, tmp_path):
    kelp = project / "docs/design/01-kelp.md"
    kelp.write_text(KELP.replace("02-tides.md#context", "02-tides.md#nowhere"))
    done = build(project, str(tmp_path / "site"))
    assert done.returncode == 0
    assert (
        "1 link of documents leads to a heading that is not there, such as documents/docs/design/01-kelp.html: 02-tides.html#nowhere"
        in done.stderr
    )


@needs_browser
def test_the_site_works_on_a_plain_host(project, tmp_path):
    build(project, str(tmp_path / "site"))
    with static(tmp_path / "site") as url:
        seen = browse("built", url, address=DOCUMENT, words="moor hold")
    found = seen["found"]
    assert found["policy"].startswith("default-src 'none'")
    assert found["stream"] == 0
    assert (found["all"], found["hits"], found["reached"]) == (4, 1, "documents/docs/design/04-moorings.html")
    assert found["filtered"] == 1
    assert is_quiet(seen)
