"""What the page of a document says, and where: read from the pages themselves."""

import re

import pytest

from harbour import DOCUMENT, KELP, harbour
from holdfast.web.drawing import Box, draw
from holdfast.web.opened import Opened
from holdfast.web.prose import Note, Surroundings, prose
from holdfast.web.rendering import quoted


@pytest.fixture
def opened(tmp_path):
    found = Opened(str(harbour(tmp_path / "harbour")))
    yield found
    found.close()


@pytest.fixture
def page(opened):
    return opened.page(DOCUMENT, "", {}).plain.decode()


def at(opened: Opened, address: str, **asked: str) -> str:
    return opened.page(address, "&".join(f"{name}={value}" for name, value in asked.items()), asked).plain.decode()


def test_a_verdict_stands_in_the_margin_in_front_of_the_block_of_its_line(opened):
    page = at(opened, "documents/docs/design/04-moorings.html")
    note = page.index('<aside class="note is-error"')
    assert re.search(r"<b>error</b> <span class=\"where\">link-broken · line 5</span>", page[note:])
    assert page[note:].partition("</aside>")[2].startswith("<p><strong>Date:</strong>")
    assert page.index("<h1", page.index("<article")) < note


def test_a_note_goes_to_the_innermost_block_and_none_is_lost():
    text = b"# T\n\npara\n\n- one\n- two\n  - deep\n\n| a |\n|---|\n| b |\n\n```py\nx = 1\ny = 2\n```\n"
    notes = [
        Note(text.index(word), f"<i>{word.decode()}</i>", line)
        for word, line in ((b"two", 0), (b"deep", 0), (b"| b", 0), (b"y = 2", 15))
    ]
    html = "".join(prose(text, [*notes, Note(len(text), "<i>end</i>")], Surroundings(lambda _: "", lambda _: "")))
    assert "<li><i>two</i>two" in html
    assert "<li><i>deep</i>deep" in html
    assert '<i>| b</i><div class="wide"' in html
    assert '<mark class="line">y <span' in html.partition("<i>y = 2</i>")[2]
    assert html.count('<mark class="line">') == 1
    assert html.rstrip().endswith("<i>end</i>")


@pytest.mark.parametrize(
    ("text", "html"),
    [
        (
            "section `A & B` is missing; add `## A & B`",
            "section <code>A &amp; B</code> is missing; add <code>## A &amp; B</code>",
        ),
        ("one ` alone, <b>", "one ` alone, &lt;b&gt;"),
        ("`</code><script>`", "<code>&lt;/code&gt;&lt;script&gt;</code>"),
        ("`a\u202eb`", "<code>a\\u202eb</code>"),
        ("", ""),
    ],
)
def test_what_a_message_quotes_is_shown_as_code_and_nothing_of_it_is_html(text, html):
    assert quoted(text) == html


def test_every_requirement_names_its_template_line(page):
    table = page[page.index('id="hf-asked"') :]
    for line, text in ((3, "**Date:** [YYYY-MM-DD]"), (7, "## Context"), (27, "## Open questions")):
        assert (
            f'<a href="../../../templates/docs/design/TEMPLATE.html#L{line}">{line}</a> <code class="line">{text}</code>'
            in table
        )
    assert 'title="docs/design/TEMPLATE.md:7  ## Context"' in page, "and so does each heading"


def test_an_example_says_how_far_it_was_tried_and_where_its_evidence_is(page):
    below = page[page.index('<div class="evidence">') :]
    assert '<span class="outcome is-untried">untried</span> <span>to be output compared</span>' in below
    assert re.search(r'<a href="../../../claims/[0-9a-f]{12}.html">evidence', below)


def test_tasks_questions_links_and_statuses_have_their_history(page):
    assert 'aria-label="tasks done over time: 2 of 5 done; 1 of 5 on 2024-01-01"' in page
    assert "overdue" in page
    assert re.search(
        r"open</span> <span class=\"quiet\">line \d+</span> <span>Who pays for the net\?</span> <span class=\"quiet\">\d+",
        page,
    )
    links = page[page.index('id="hf-links"') :]
    assert 'links to</span> <a href="02-tides.html">02 Tides</a>' in links
    assert re.search(
        r'Backlinks</h3><ul>.*<a href="02-tides.html">02 Tides</a> <span class="quiet">line 5</span>', links
    )
    assert (
        '<span class="status role-active">Active</span> <time>2024-01-01</time>'
        in page[page.index('id="hf-history"') :]
    )


def test_links_pictures_formulas_and_admonitions_are_rendered(page):
    assert '<a href="02-tides.html#context" rel="noopener noreferrer nofollow">the tide tables</a>' in page
    assert '<img src="../../../pictures/docs/design/beds.svg" alt="the beds from above" loading="lazy">' in page
    assert "<mfrac><mrow><mi>a</mi></mrow><mrow><mi>b</mi></mrow></mfrac>" in page
    assert '<blockquote class="warning">' in page
    assert '<span class="box done">done: </span>a ticked line' in page
    assert '<span class="c-k">assert</span>' in page


def test_a_document_with_html_that_spans_blocks_is_one_piece_and_others_are_many(opened):
    assert len(prose(KELP.encode(), [], Surroundings(lambda _: "", lambda _: ""))) > 3
    spanning = b"# T\n\n<details>\n\n## A\n\ntext\n\n</details>\n\n## B\n"
    (only,) = prose(spanning, [], Surroundings(lambda _: "", lambda _: ""))
    assert only.index("<details>") < only.index('id="a"') < only.index("</details>") < only.index('id="b"')


def test_an_edit_is_judged_at_once_and_the_rest_a_moment_later(opened, tmp_path):
    file = tmp_path / "harbour/docs/design/02-tides.md"
    file.write_text(file.read_text().replace("## Decision", "## Something else").replace("01-kelp.md", "99-lost.md"))
    address = "documents/docs/design/02-tides.html"
    assert "section-missing" not in at(opened, address)
    assert opened.touch(["docs/design/02-tides.md", "docs/nothing.md"])
    assert "section-missing" in at(opened, address)
    assert "link-broken" not in at(opened, address)
    opened.refresh()
    assert "link-broken" in at(opened, address)


def test_filters_narrow_what_is_shown(opened):
    assert at(opened, "search.html", status="superseded").count('<th scope="row">') == 1
    assert at(opened, "search.html", state="overdue").count('<th scope="row">') == 1
    assert at(opened, "search.html", q="water").count('<p class="hit">') == 1
    assert at(opened, "timeline.html", state="late").count('<g class="bar') == 1
    assert at(opened, "metrics.html", state="missed").count('<div class="card metric"') == 1
    graph = at(opened, "graph.html", kind="supersedes")
    assert (graph.count('<path class="edge'), graph.count('<tr data-kind="supersedes">')) == (1, 1)


def test_what_changed_between_two_revisions_is_said_in_the_terms_of_documents(opened):
    page = at(opened, "changes.html", **{"from": "HEAD~1", "to": "HEAD"})
    assert "sew the net" in page
    assert "ticked" in page
    assert "git knows no &#39;nowhere&#39; here" in at(opened, "changes.html", **{"from": "nowhere"})


def test_a_large_graph_is_drawn_as_arcs_and_every_document_is_a_link():
    boxes = [Box(f"{number}.md", f"<b>{number}", "active", f"{number}.html") for number in range(200)]
    from holdfast.engine.graph import Edge

    drawn = draw(boxes, [Edge("requires", "1.md", "150.md")])
    assert (drawn.count("<a href="), drawn.count('class="edge requires"')) == (200, 1)
    assert "<b>" not in drawn


def test_graphviz_lays_out_a_small_graph():
    import shutil

    if not shutil.which("dot"):
        pytest.skip("unproven: Graphviz is not installed; install it with: apt-get install graphviz")
    from holdfast.engine.graph import Edge

    drawn = draw(
        [Box("a.md", "A", "active", "a.html"), Box("b.md", "B", "draft", "b.html")], [Edge("links", "a.md", "b.md")]
    )
    assert (drawn.count("<rect"), drawn.count('class="edge links"')) == (2, 1)
