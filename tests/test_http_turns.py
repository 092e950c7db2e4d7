"""Whose turn it is to be asked, for any order of events."""

from email.utils import formatdate
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.world.http.anchors import Anchors
from holdfast.world.http.retryafter import seconds_to_wait
from holdfast.world.http.tags import tags
from holdfast.world.http.turns import Turns


@given(st.lists(st.sampled_from("abc"), max_size=30), st.integers(1, 3), st.data())
def test_every_question_is_asked_once_and_no_host_too_often_at_once(hosts, each, data):
    turns = Turns(hosts, each, patience=10.0)
    running, done, now = [], [], 0.0
    again = data.draw(st.sets(st.integers(0, max(0, len(hosts) - 1)), max_size=5))
    while turns.left or running:
        turn = turns.take(now)
        if isinstance(turn, int):
            running.append(turn)
            assert sum(hosts[one] == hosts[turn] for one in running) <= each
        elif running and (turn is None or data.draw(st.booleans())):
            number = running.pop(data.draw(st.integers(0, len(running) - 1)))
            waits = number in again and turns.again(number, now, 1.0)
            again.discard(number)
            turns.end(number)
            if not waits:
                done.append(number)
        else:
            assert turn is not None
            now += turn
    assert sorted(done) == list(range(len(hosts)))


def test_a_host_that_asks_to_be_left_alone_is_and_the_others_go_on():
    turns = Turns(["a", "a", "b"], 2, patience=60.0)
    first = turns.take(0.0)
    assert turns.again(first, 0.0, 30.0)
    turns.end(first)
    assert turns.take(0.0) == 2
    turns.end(2)
    assert turns.take(10.0) == 20.0
    assert turns.take(30.0) == 0


def test_patience_with_a_host_ends():
    turns = Turns(["a", "a"], 1, patience=30.0)
    number = turns.take(0.0)
    assert not turns.again(number, 0.0, 31.0)
    assert turns.again(number, 0.0, 30.0)
    turns.end(number)
    assert not turns.again(turns.take(30.0), 30.0, 1.0)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (" 0 ", 0),
        ("", 5),
        ("soon", 5),
        ("-3", 5),
        ("9" * 11, 86400 * 366),
        (formatdate(1060, usegmt=True), 60),
        (formatdate(0, usegmt=True), 0),
    ],
)
def test_retry_after_is_read_in_both_of_its_forms(value, seconds):
    assert seconds_to_wait(value, 1000.0) == seconds


@given(st.text(max_size=30))
def test_any_retry_after_is_a_number_of_seconds(value):
    assert 0 <= seconds_to_wait(value, 1000.0) <= 86400 * 366


def test_anchors_are_ids_and_names_of_links():
    page = Anchors('<h2 id="a">A</h2><a name=b>B</a><p name="c"><h3 id="user-content-d">D</h3><i id="é f">')
    assert [page.has(one) for one in ("a", "b", "c", "d", "%C3%A9%20f", "A", "", "top")] == [
        True,
        True,
        False,
        True,
        True,
        False,
        True,
        True,
    ]


def test_a_page_that_its_scripts_build_is_known_by_its_emptiness():
    assert Anchors('<div id="root"></div><script src="app.js"></script>').built_by_script
    assert not Anchors("<h1 id=a>A</h1><script>x</script>" + "<p>words and words</p>" * 50).built_by_script
    assert not Anchors("<h1>Plain</h1>").built_by_script


def test_an_anchor_that_a_script_could_make_is_not_called_missing():
    page = Anchors(
        '<h1 id=a>A</h1><script>{"html": "<h2 id=\\"user-content-usage\\">"}</script>' + "<p>words</p>" * 200
    )
    assert not page.has("usage")
    assert page.may_make("usage")
    assert not page.may_make("elsewhere")
    assert not Anchors("<p>usage</p>").may_make("usage")


@given(st.text(alphabet="<>/!-=\"' abid&#;\n", max_size=80))
def test_any_page_is_read(text):
    assert Anchors(text).has("")


@given(st.text(alphabet="<>/!-=\"' abid&#;\nsceptyl?", max_size=60))
def test_ids_are_those_that_the_standard_library_reads(text):
    """Where both read a well-formed start tag: the standard library gives up on what is not closed."""

    class Reader(HTMLParser):
        def __init__(self):
            super().__init__(convert_charrefs=True)
            self.found = []

        def handle_starttag(self, tag, attrs):
            self.found.append((tag, dict(reversed(attrs)).get("id") or ""))

    ids = "".join(f'<p id="{number}">' for number in range(3))
    page = f"{ids}<a name='x' id=y>&amp;</a><script><p id=no></script><!-- <p id=no> --><p\nID = 'z&amp;'>"
    reader = Reader()
    reader.feed(page)
    assert [(one.name, one.attributes.get("id", "")) for one in tags(page) if one.name] == reader.found
    assert list(tags(text))[-1].name == ""


@pytest.mark.parametrize(
    "text",
    [
        "<a ",
        "<!--",
        "<![CDATA[",
        "</",
        '<a id="',
        "<a b='",
        "<script>",
        "<a b=c ",
        "<",
        "<a =",
        "<a/",
        "< a",
        "<title></titl",
    ],
)
def test_the_work_for_a_page_grows_with_its_length_alone(text):
    """A megabyte of anything that the standard library's parser needs hours for."""
    page = text * (1_000_000 // len(text))
    assert Anchors(page).names <= {"<a id="}
