"""The comment on a pull request: what the artefact holds is never believed; a small server stands where GitHub would."""

import io
import json
import sys
import threading
import zipfile
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from actions import run_action
from holdfast.formats.escape import code, markdown, visible
from results import ROOT
from test_formats_hostile import PIECES

sys.path.insert(0, str(ROOT / "comment"))
import post

HEAD = "a" * 40
REVIEW = "## Holdfast: 1 broken\n\n**Broken**\n- `docs/a.md:1` **error** [link-broken](https://holdfast-docs.github.io/rules/link-broken/): `@acme` is gone\\.\n"


def packed(files: dict[str, bytes | str]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return held.getvalue()


class Service:
    """As much of GitHub as the script asks of: artefacts, pull requests, comments."""

    def __init__(self) -> None:
        self.archive = packed({"number": "7\n", "review.md": REVIEW})
        self.size = None
        self.artefacts = True
        self.pulls = {"7": {"state": "open", "head": {"sha": HEAD}, "base": {"repo": {"full_name": "acme/design"}}}}
        self.comments: list[dict] = []
        self.written: list[tuple[str, str]] = []
        self.tokens: list[tuple[str, str | None]] = []
        self.address = ""

    def answer(self, method: str, path: str, body: dict | None) -> object:
        if "/artifacts?" in path:
            one = {
                "name": "holdfast-review",
                "expired": False,
                "size_in_bytes": len(self.archive) if self.size is None else self.size,
                "archive_download_url": f"{self.address}/repos/acme/design/actions/artifacts/1/zip",
            }
            return {"artifacts": [one] if self.artefacts else []}
        if "/pulls/" in path:
            return self.pulls.get(path.rpartition("/")[2])
        if method in ("POST", "PATCH"):
            self.written.append((f"{method} {path.removeprefix('/repos/acme/design/')}", body["body"]))
            return {}
        page = int(path.rpartition("=")[2])
        return self.comments[100 * (page - 1) : 100 * page]


@pytest.fixture
def service():
    found = Service()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def do_GET(self) -> None:
            found.tokens.append((urlsplit(self.path).path, self.headers.get("Authorization")))
            if self.path.endswith("/zip"):
                self.send_response(302)
                self.send_header("Location", f"{found.address}/elsewhere")
                self.end_headers()
            elif self.path == "/elsewhere":
                self._send(200, found.archive)
            else:
                length = int(self.headers.get("Content-Length") or 0)
                body = json.loads(self.rfile.read(length)) if length else None
                said = found.answer(self.command, self.path, body)
                self._send(404 if said is None else 200, json.dumps(said).encode())

        def do_POST(self) -> None:
            self.do_GET()

        def do_PATCH(self) -> None:
            self.do_GET()

        def _send(self, status: int, content: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            with suppress(ConnectionError):  # Who has read enough hangs up.
                self.wfile.write(content)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield found
    server.shutdown()
    thread.join()
    server.server_close()


def told(service: Service, capsys, head: str = HEAD, run: str = "12") -> tuple[int, str]:
    code_ = post.main(
        {
            "GITHUB_API_URL": service.address,
            "GITHUB_REPOSITORY": "acme/design",
            "HOLDFAST_TOKEN": "secret",
            "HOLDFAST_RUN": run,
            "HOLDFAST_HEAD": head,
            "HOLDFAST_ARTIFACT": "holdfast-review",
        }
    )
    out = capsys.readouterr()
    return code_, out.out + out.err


def test_the_step_of_the_action_writes_the_comment(service, tmp_path):
    github = {
        "github.token": "secret",
        "github.event.workflow_run.id": "12",
        "github.event.workflow_run.head_sha": HEAD,
    }
    address = {"GITHUB_API_URL": service.address, "GITHUB_REPOSITORY": "acme/design"}
    ran = run_action("comment/action.yml", tmp_path, tmp_path, github, {}, **address)
    assert ran.steps[0].code == 0, ran.steps[0].err
    assert service.written == [("POST issues/7/comments", f"{post.MARK}\n{REVIEW}")]


def test_the_token_does_not_go_along_to_where_an_artefact_lies(service, capsys):
    assert told(service, capsys)[0] == 0
    assert {token for path, token in service.tokens if path == "/elsewhere"} == {None}
    assert {token for path, token in service.tokens if path != "/elsewhere"} == {"Bearer secret"}


def test_the_next_run_renews_our_comment_and_nobody_elses(service, capsys):
    service.comments = [{"id": number, "user": {"login": "eve"}, "body": f"{post.MARK}\n"} for number in range(120)]
    told(service, capsys)
    service.comments.append({"id": 200, "user": {"login": post.AUTHOR}, "body": f"{post.MARK}\nold"})
    told(service, capsys)
    service.comments[-1]["body"] = service.written[-1][1]
    told(service, capsys)
    assert [where for where, _ in service.written] == ["POST issues/7/comments", "PATCH issues/comments/200"]


@pytest.mark.parametrize(
    "files",
    [
        {},
        {"number": "7"},
        {"number": "7", "review.md": "x", "../../more": "x"},
        {"number": "7", "/review.md": "x"},
        {"number": "", "review.md": "x"},
        {"number": "0", "review.md": "x"},
        {"number": "7 8", "review.md": "x"},
        {"number": "7/../../../user", "review.md": "x"},
        {"number": "٧", "review.md": "x"},
        {"number": "9" * 30, "review.md": "x"},
        {"number": "7", "review.md": b"\xff\xfe"},
        {"number": "7", "review.md": "x" * 60_001},
        {"number": "7", "review.md": "\0" * 200_000_000},
    ],
    ids=lambda files: str(files)[:40],
)
def test_an_artefact_that_no_review_leaves_is_refused(service, capsys, files):
    service.archive = packed(files)
    said = told(service, capsys)
    assert said[0] == 1
    assert said[1].startswith("holdfast: ")
    assert service.written == []


def test_one_that_lies_about_its_size_is_read_no_further_than_the_limit(service, capsys):
    service.size = 1
    service.archive = packed({"number": "7", "review.md": "x"}) + b"\0" * 10_000_000
    code_, said = told(service, capsys)
    assert (code_, said.splitlines()[-1]) == (1, f"holdfast: an answer is longer than {post.ARTEFACT} bytes")
    service.size = 10_000_000
    assert told(service, capsys) == (1, f"holdfast: the artefact is larger than {post.ARTEFACT} bytes\n")
    service.archive, service.size = b"PK\3\4 no archive", None
    assert told(service, capsys) == (1, "holdfast: the artefact cannot be read: BadZipFile\n")
    assert service.written == []


@pytest.mark.parametrize(
    ("number", "change"),
    [
        ("8", {}),
        ("7", {"state": "closed"}),
        ("7", {"head": {"sha": "b" * 40}}),
        ("7", {"base": {"repo": {"full_name": "eve/fork"}}}),
        ("7", {"base": {"repo": None}}),
    ],
)
def test_nothing_is_written_on_a_pull_request_that_was_not_reviewed(service, capsys, number, change):
    service.archive = packed({"number": number, "review.md": REVIEW})
    service.pulls["7"] |= change
    code_, said = told(service, capsys)
    assert (code_, "nothing is written" in said, service.written) == (0, True, [])


def test_a_run_without_a_review_and_one_that_is_named_like_no_run(service, capsys):
    service.artefacts = False
    assert told(service, capsys) == (0, "holdfast: the run left no review; there is nothing to say\n")
    assert told(service, capsys, run="12/../../x")[0] == 1
    assert told(service, capsys, head="HEAD")[0] == 1


HOSTILE = [
    "@acme/all look",
    "\\@acme look",
    "&#64;acme",
    "![x](https://evil.example/x.png)",
    "[x](https://evil.example)",
    "[link-broken](https://holdfast-docs.github.io.evil.example/rules/link-broken/)",
    "![link-broken](https://holdfast-docs.github.io/rules/link-broken/)",
    "<img src=x>",
    "https://evil.example",
    "www.evil.example",
    "#12",
    "GH-12",
    "GH\\-12",
    "`a`` @acme",
    "`a @acme",
    "```",
    "~~~ @acme",
    "    @acme",
    "[x]: https://evil.example",
    "$\\href{//evil.example}{x}$",
    "x ` y\n` @acme `",
    "| a | b |\n|---|---|\n| `a | @acme ` |",
    "a | b\n- | :-:\n`a | @acme `",
]


@pytest.mark.parametrize("line", HOSTILE)
def test_what_holdfast_does_not_write_is_shown_as_plain_text(line):
    body = post.body_of(f"## Holdfast: 0 broken\n\n{line}\n")
    assert body.startswith(f"{post.MARK}\nThis is not what Holdfast writes")
    (fence,) = [
        one for one in MarkdownIt("gfm-like", {"html": True, "linkify": True}).parse(body) if one.type == "fence"
    ]
    assert line in fence.content


def test_a_text_that_is_too_long_is_plain_and_cut_and_controls_are_no_more():
    body = post.body_of("x\n" * 5000 + "\x1b[2J\u202e")
    assert body.count("\n") < 4 * post.LINES + 10
    assert "\ufffd[2J\ufffd" in post.body_of("a\x1b[2J\u202e")


def test_nothing_passes_that_escaping_elsewhere_spells_out():
    hidden = [char for char in map(chr, range(0x110000)) if visible(char) != char and not 0xD800 <= ord(char) < 0xE000]
    assert [char for char in hidden if char not in "\t\n\r" and not post.CONTROL.match(char)] == []


def test_a_line_as_long_as_any_is_judged_in_one_pass():
    """A pattern that tries each place again would take minutes for it."""
    assert post.is_harmless("-" * 60_000 + "x")
    assert not post.is_harmless("-" * 60_000)


def damaged(method: int) -> bytes:
    """Return an artefact packed in some way, with bytes of the text changed."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as archive:
        archive.writestr("number", "7")
        archive.writestr("review.md", REVIEW * 20)
    raw = bytearray(held.getvalue())
    place = raw.index(b"review.md") + 12
    raw[place : place + 40] = b"\xff" * 40
    return bytes(raw)


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_an_artefact_that_cannot_be_unpacked_is_refused(service, capsys, method):
    service.archive = damaged(method)
    code, said = told(service, capsys)
    assert (code, service.written) == (1, [])
    assert said.startswith("holdfast: the artefact cannot be read")


@settings(deadline=None)
@given(st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=4)), max_size=8).map("".join))
def test_what_holdfast_writes_passes_whatever_it_is_about(text):
    assert post.is_harmless(f"- {code(text)} **error**: {markdown(text)}")


@settings(deadline=None, max_examples=300)
@given(
    st.lists(st.one_of(st.sampled_from([*PIECES, *HOSTILE, "\\", "``"]), st.text(max_size=4)), max_size=8).map("".join)
)
def test_whatever_passes_is_no_link_no_image_no_mention_and_no_html(text):
    tokens = MarkdownIt("gfm-like", {"html": True, "linkify": True}).parse(post.body_of(text).partition("\n")[2])
    flat = [one for token in tokens for one in (token, *(token.children or ()))]
    assert {one.type for one in flat} & {"html_block", "html_inline", "image"} == set()
    links = {str(one.attrs["href"]) for one in flat if one.type == "link_open"}
    assert all(one.startswith("https://holdfast-docs.github.io/rules/") for one in links)
    assert "@" not in "".join(one.content for one in flat if one.type == "text")
