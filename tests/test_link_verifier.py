"""Links to the web, asked by ``verify --online`` at a local server that the user allows."""

from pathlib import Path

import pytest

from badserver import bad_server
from holdfast.binding.page import Page
from holdfast.engine.update import update
from holdfast.engine.verify import Asked, verify
from holdfast.markdown.outline import outline
from holdfast.markdown.parser import parse
from holdfast.model.outcome import Outcome
from holdfast.model.role import Role
from holdfast.verifiers.links.page import WebPage
from holdfast.verifiers.links.statements import stated
from holdfast.world.http import allowed

TEMPLATE = (Path(__file__).parent / "seed" / "design-template.md").read_text()


@pytest.fixture(scope="module")
def server():
    with bad_server() as found:
        yield found


def document(text):
    return (
        f"# Cache\n\n**Date:** January 2025\n**Status:** Active\n**Related:** none\n\n## Executive Summary\n\n{text}\n"
    )


@pytest.fixture
def told(project, server, monkeypatch):
    """Return a function that verifies one document online; ``B`` stands for the server's address."""

    def tell(text, *, allow=True, online=True, config="", again=False):
        base = f"http://127.0.0.1:{server.port}"
        files = {
            "docs/design/00-TEMPLATE.md": TEMPLATE,
            "docs/design/01-cache.md": document(text.replace("B/", base + "/")),
        }
        root = project(files | ({"holdfast.toml": config} if config else {}))
        path = Path(allowed.online_path())
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f'allow = ["127.0.0.1:{server.port}"]\n' if allow else "")
        monkeypatch.chdir(root)
        return verify(str(root), Asked(select=("link",) if online else (), online=online, again=again))

    return tell


def said(run, server):
    base = f"http://127.0.0.1:{server.port}"
    return [(one.slug, one.severity.word, one.outcome, one.found.replace(base, "B")) for one in run.result.verdicts]


def outcomes(run):
    return [one.outcome for one in run.result.tried.proofs]


def test_each_kind_of_fault_is_told_under_its_slug(told, server):
    run = told("[a](B/not-found) [b](B/moved-once#here) [c](B/fine#nowhere) [d](B/fine#here) <B/fine>")
    assert said(run, server) == [
        ("link-dead", "warning", Outcome.BROKEN, "B/not-found: the page is not there: its server answers 404"),
        ("link-moved", "note", Outcome.BROKEN, "B/moved-once#here: moved for good, to B/fine#here"),
        ("anchor-dead", "warning", Outcome.BROKEN, "B/fine#nowhere: the page has no anchor #nowhere"),
    ]
    assert outcomes(run).count(Outcome.HOLDS) == 2


def test_a_page_is_asked_once_whatever_links_to_it(told, server):
    server.asked.clear()
    told("[a](B/fine#here) [b](B/fine#nowhere) [c](B/fine)")
    assert server.asked == {"/fine": 1}


def test_nothing_is_asked_without_online(told, server):
    server.asked.clear()
    run = told("[a](B/not-found)", online=False)
    assert outcomes(run) == []
    assert server.asked == {}


def test_nothing_private_is_asked_unless_the_user_allows_it(told, server):
    server.asked.clear()
    run = told("[a](B/fine)", allow=False)
    assert outcomes(run) == [Outcome.UNPROVEN]
    assert "leads to a loopback address" in run.result.verdicts[0].found
    assert server.asked == {}


def test_a_server_that_refuses_programs_leaves_a_link_unproven(told):
    run = told("[a](B/forbidden) [b](B/failing) [c](B/hangs-up)")
    assert outcomes(run) == [Outcome.UNPROVEN] * 3


def test_a_good_answer_is_good_for_a_day_and_then_asked_with_its_validators(told, server, monkeypatch):
    assert outcomes(told("[a](B/fine)")) == [Outcome.HOLDS]
    server.asked.clear()
    assert outcomes(told("[a](B/fine)")) == [Outcome.HOLDS]
    assert server.asked == {}
    from holdfast.verifiers import link

    monkeypatch.setattr(link.time, "time", lambda: 2_000_000_000_000.0)
    told("[a](B/fine)")
    assert server.asked == {"/fine": 1}


def test_validators_of_an_earlier_answer_are_sent_and_304_confirms_it(told, server):
    told("[a](B/validated) [b](B/validated#here)")
    server.seen.clear()
    run = told("[a](B/validated) [b](B/validated#here)", again=True)
    (asked,) = server.seen
    assert 'If-None-Match: "one"' in asked
    assert outcomes(run) == [Outcome.HOLDS] * 2
    server.seen.clear()
    run = told("[a](B/validated#elsewhere)", again=True)
    assert "If-None-Match" not in server.seen[0]
    assert [one.slug for one in run.result.verdicts] == ["anchor-dead"]


def test_a_permanent_redirect_is_written_into_the_document(told, server):
    text = "[a](B/moved-once#here), <B/moved-once#here> and [r]\n\n[r]: B/moved-twice 'why'"
    run = told(text)
    done = update(run, "links")
    assert [one.written for one in done] == [True, True]
    base = f"http://127.0.0.1:{server.port}"
    now = (Path(run.result.root) / "docs/design/01-cache.md").read_text()
    assert now == document(f"[a]({base}/fine#here), <{base}/fine#here> and [r]\n\n[r]: {base}/fine 'why'")


def test_an_address_that_a_server_makes_up_stays_within_its_link(told, server):
    run = told("[a](B/moved-to-markup) | <B/moved-to-markup>")
    update(run, "links")
    now = (Path(run.result.root) / "docs/design/01-cache.md").read_text()
    tree = parse(now.encode())
    found = [one.data for one in tree.within((0, len(tree.source)), "link", "autolink", "image")]
    assert len(found) == 2
    assert len(set(found)) == 1
    assert found[0].startswith(f"http://127.0.0.1:{server.port}/fine?a%29![x".replace("[", "%5B"))


def test_a_waiver_excuses_a_moved_link_under_its_own_slug(told):
    run = told(
        "<!-- holdfast: waive link-moved because the archive keeps the old name -->\n\n[a](B/moved-once) [b](B/not-found)"
    )
    assert outcomes(run) == [Outcome.WAIVED, Outcome.BROKEN]


def test_the_project_can_leave_addresses_out(told, server):
    server.asked.clear()
    config = f'[verify.link]\nignore = ["http://127.0.0.1:{server.port}/for*"]\n'
    config = (
        '[type.design]\ntemplate = "docs/design/00-TEMPLATE.md"\ndocuments = ["docs/design/01*.md"]\ncorpus = "living"\n'
        + config
    )
    assert outcomes(told("[a](B/forbidden) [b](B/fine)", config=config)) == [Outcome.HOLDS]


def test_a_host_that_is_not_there_is_gone_only_where_other_names_are_found(told, monkeypatch, server):
    import socket

    from holdfast.world.http import guard

    async def lookup(host, _):
        if host == "there.dev":
            return ["127.0.0.1"]
        raise socket.gaierror(socket.EAI_NONAME, host)

    monkeypatch.setattr(guard.Guard.__init__, "__defaults__", (lookup,))
    monkeypatch.setenv("no_proxy", "*")
    run = told("[a](http://nowhere.dev/)")
    assert outcomes(run) == [Outcome.UNPROVEN]
    run = told(f"[a](http://nowhere.dev/) [b](http://there.dev:{server.port}/fine)")
    assert outcomes(run) == [Outcome.BROKEN, Outcome.HOLDS]
    assert run.result.verdicts[0].found == "http://nowhere.dev/: there is no host nowhere.dev"


def links(text, **settings):
    tree = parse(text.encode())
    page = Page("/", "a.md", tree, outline(tree), None, Role.ACTIVE, True, settings, online=True)
    return [(one.name, one.matter.fragment) for one in stated(page)]


def test_addresses_that_are_illustrations_are_no_claims():
    text = (
        "[a](https://example.com/x) <https://api.example.org> [b](http://localhost:8000) <https://foo.test/>"
        " [c](https://pages.dev/{id}) [d](https://pages.dev/<id>) [e](https://pages.dev/...) [f](mailto:a@b.dev) [g](./x.md)"
        " [h](https://wiki/x) [i](https://pages.dev/ok) [j](https://pages.dev/a...b)"
    )
    assert links(text) == [("https://pages.dev/ok", ""), ("https://pages.dev/a...b", "")]


@pytest.mark.parametrize(
    "fragment",
    ["L10", "L10-L20", "!/route", "/route", ":~:text=words", "issuecomment-1", "page=3", "top", "discussion_r12"],
)
def test_fragments_that_programs_read_are_no_anchors(fragment):
    assert links(f"[a](https://pages.dev/x#{fragment})")[0][1] == ""


def test_an_address_is_one_claim_wherever_it_stands():
    assert links(
        "[a](https://pages.dev/x) [b](https://pages.dev/x) [c](https://pages.dev/x#y)\n\n[d]: https://pages.dev/z"
    ) == [
        ("https://pages.dev/x", ""),
        ("https://pages.dev/x#y", "y"),
        ("https://pages.dev/z", ""),
    ]


def test_a_page_that_scripts_build_says_nothing_of_its_anchors():
    from holdfast.verifiers.link import judged, told

    page = WebPage(status=200, html=True, scripted=True, anchors={"x": False})
    trial = judged(page, "x")
    assert (trial.outcome, told(trial)) == (Outcome.UNPROVEN, "anchor-dead")
    assert judged(WebPage(status=200, html=False), "x").outcome is Outcome.HOLDS
