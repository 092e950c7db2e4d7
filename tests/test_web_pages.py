"""The pages in a real browser: each of them, for everybody, live, and with the keyboard."""

import urllib.request
from pathlib import Path

import pytest

from browsing import Serving, browse, is_quiet, needs_browser, serving
from harbour import ADDRESSES, DOCUMENT, KELP, harbour

pytestmark = needs_browser


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    return harbour(tmp_path_factory.mktemp("web") / "harbour")


@pytest.fixture(scope="module")
def server(project, tmp_path_factory):
    with serving(project) as found:
        yield found


def test_every_page_can_be_read_by_everybody_in_light_in_dark_and_on_a_phone(server: Serving):
    seen = browse("pages", server.url, addresses=ADDRESSES)
    for address, page in seen["found"].items():
        assert page["serious"] == [], address
        assert page["wide"] <= 0, f"{address} is wider than the screen"
        assert page["headings"] >= 1, address
        assert page["title"], address
    assert len(seen["found"]) == 3 * len(ADDRESSES)
    assert is_quiet(seen)


def test_the_pages_say_everything_without_scripts(server: Serving):
    seen = browse("plain", server.url, addresses=ADDRESSES, words="water")
    assert all(length > 80 for length in seen["found"]["texts"].values())
    assert seen["found"]["address"].endswith("search.html?q=water")
    assert seen["found"]["hits"] == 1
    assert is_quiet(seen)


def test_an_edit_shows_by_itself_and_leaves_the_reader_where_he_is(server: Serving, project: Path):
    file = project / "docs/design/01-kelp.md"
    edited = KELP.replace("We count with a net.", "We count with a net. Kelp grows.")
    seen = browse("live", server.url, address=DOCUMENT, file=str(file), edited=edited)
    found = seen["found"]
    assert found["after"] == found["before"]
    assert found["sizes"][0] < found["whole"] / 5, "only what changed is exchanged"
    assert found["anew"]["folds"] == found["before"]["folds"]
    assert is_quiet(seen)


def test_search_answers_while_one_types_and_its_address_can_be_sent(server: Serving):
    seen = browse("search", server.url, words="it", status="Draft")
    found = seen["found"]
    assert found["all"] == 4
    assert found["marked"].startswith("it")
    assert 0 < found["narrowed"] < found["hits"]
    assert found["address"].endswith("search.html?q=it&status=Draft")
    assert (found["opened"], found["field"]) == (found["narrowed"], "it")
    assert is_quiet(seen)


def test_everything_is_reached_with_the_keyboard(server: Serving):
    found = browse("keyboard", server.url, address=DOCUMENT)["found"]
    assert found["first"] == "Skip to the content"
    assert found["skipped"] == "hf-content"
    assert found["slash"] == "q"
    assert {"outline", "about", "prose"} <= set(found["reached"])
    assert found["theme"] in ("dark", "light")


def test_a_target_has_its_history_over_the_commits_with_a_line_at_its_end(server: Serving):
    with urllib.request.urlopen(f"{server.url}metrics.html") as answer:
        page = answer.read().decode()
    chart = page[page.index("<h3>Beds</h3>") :]
    assert 'aria-label="Beds: 12 beds, target 4 beds, 2 measurements since 2024-01-01"' in chart
    assert (chart.count("<circle"), chart.count('<line class="target"')) == (2, 1)
    assert '<b class="is-error">31 ms</b> <span class="quiet">target &lt; 20 ms</span>' in page


def test_a_diagram_is_drawn_in_a_frame_that_reaches_nothing(server: Serving):
    seen = browse("diagram", server.url, address=DOCUMENT)
    found = seen["found"]
    assert not found["elsewhere"], "pages without a diagram do not load what draws them"
    assert (found["sandbox"], found["origin"]) == ("allow-scripts", "null")
    assert (found["parent"], found["fetched"]) == ("SecurityError", "refused")
    assert found["height"] > 40
    assert seen["requests"] == []
