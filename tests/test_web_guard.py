"""Who may ask the server, and for what: asked over real sockets, as an attacker would."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.parse
from pathlib import Path

import pytest

from browsing import Serving, serving
from harbour import DOCUMENT, SVG, harbour
from holdfast.errors import UsageError
from holdfast.web.listening import listen
from samples import document, template


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    root = harbour(tmp_path_factory.mktemp("web") / "harbour")
    with (root / "docs/design/02-tides.md").open("a") as file:
        file.write("\n![](evil.svg) ![](secret.svg) ![](.hidden.png) ![](notes.txt)\n")
    (root / "docs/design/evil.svg").write_text(SVG.replace("<circle", "<script>alert(1)</script><circle"))
    (root / "docs/design/secret.svg").symlink_to("/etc/passwd")
    (root / "docs/design/notes.txt").write_text("not for the web")
    (root / "docs/design/.hidden.png").write_bytes(b"\x89PNG")
    (root / "docs/design/unshown.png").write_bytes(b"\x89PNG")
    return root


@pytest.fixture(scope="module")
def server(project):
    with serving(project) as found:
        yield found


def ask(server: Serving, path: str, method: str = "GET", body: str = "", **headers: str) -> http.client.HTTPResponse:
    """Ask exactly this, nothing added but the host where none is given."""
    address = urllib.parse.urlsplit(server.url)
    connection = http.client.HTTPConnection(address.hostname, address.port, timeout=10)
    connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
    sent = {"Host": address.netloc, **{name.replace("_", "-"): value for name, value in headers.items()}}
    for name, value in sent.items():
        connection.putheader(name, value)
    if body:
        connection.putheader("Content-Length", str(len(body)))
        connection.putheader("Content-Type", "application/x-www-form-urlencoded")
    connection.endheaders(body.encode() or None)
    answer = connection.getresponse()
    answer.text = answer.read().decode("utf-8", "replace")
    connection.close()
    return answer


@pytest.mark.parametrize(
    "host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "127.0.0.1:1", "", "[::ffff:1.2.3.4]"]
)
def test_a_name_that_was_rebound_to_this_machine_is_refused(server, host):
    assert ask(server, "/", Host=host).status == 403


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "LOCALHOST:{port}", "[::1]:{port}"])
def test_the_names_of_this_machine_are_answered(server, host):
    port = urllib.parse.urlsplit(server.url).port
    assert ask(server, "/", Host=host.format(port=port)).status == 200


def test_two_hosts_are_refused(server):
    address = urllib.parse.urlsplit(server.url)
    with socket.create_connection((address.hostname, address.port)) as connection:
        connection.sendall(
            f"GET / HTTP/1.1\r\nHost: {address.netloc}\r\nHost: evil.example\r\nConnection: close\r\n\r\n".encode()
        )
        assert b" 40" in connection.recv(100)


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://127.0.0.1:1", "https://localhost.evil.example"]
)
def test_what_comes_from_another_site_is_refused(server, origin):
    assert ask(server, "/index.json", Origin=origin).status == 403
    assert ask(server, "/verify", "POST", f"token={server.token}", Origin=origin).status == 403


def test_another_site_may_lead_here_and_not_load_from_here(server):
    assert ask(server, "/", Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="navigate").status == 200
    assert ask(server, "/index.json", Sec_Fetch_Site="cross-site", Sec_Fetch_Mode="cors").status == 403
    assert ask(server, "/").headers["Cross-Origin-Resource-Policy"] == "same-origin"


def test_a_run_needs_the_token_an_origin_and_a_form(server):
    own = server.url.rstrip("/")
    form = f"token={server.token}&path=docs/design/99.md"
    assert ask(server, "/verify", "POST", form).status == 403, "without an origin"
    assert ask(server, "/verify", "POST", "token=x", Origin=own).status == 403
    assert ask(server, "/verify", "POST", "token=", Origin=own).status == 403
    assert ask(server, "/verify", "POST", "x" * 5000, Origin=own).status == 400
    assert ask(server, "/verify", "POST", form, Origin=own).status == 404, (
        "the token is right, and there is no such document"
    )
    assert ask(server, "/verify", Origin=own).status == 404, "a link starts nothing"


@pytest.mark.parametrize("path", ["/", "/search.html", f"/{DOCUMENT}", "/nowhere", "/assets/page.css", "/index.json", "/pictures/docs/design/beds.svg"])  # fmt: skip
def test_every_answer_carries_the_policy(server, path):
    headers = ask(server, path).headers
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "unsafe" not in headers["Content-Security-Policy"] or "sandbox" in headers["Content-Security-Policy"]
    assert (headers["X-Content-Type-Options"], headers["X-Frame-Options"]) == ("nosniff", "DENY")
    assert "Server" not in headers


@pytest.mark.parametrize(
    "path",
    ["/../../../etc/passwd", "/..%2f..%2fetc/passwd", "/documents/../../etc/passwd.html", "/documents/%2e%2e/%2e%2e/etc/passwd.html",
     "/pictures/../../etc/passwd", "/pictures/..%2f..%2f..%2fetc%2fpasswd", "/pictures//etc/passwd", "/pictures/docs/design/notes.txt",
     "/pictures/docs/design/secret.svg", "/pictures/docs/design/evil.svg", "/pictures/docs/design/.hidden.png", "/pictures/docs/design/unshown.png", "/pictures/docs/design/01-kelp.md",
     "/pictures/.git/config", "/.git/config", "/assets/..%2f..%2f__init__.py", "/assets/%00", "/pictures/%00.png", "/pictures/docs%5cdesign%5cbeds.svg",
     "/documents/docs/design/01-kelp.md", "/documents/docs/design/TEMPLATE.html", "/claims/%27%20OR%201=1.html", "/templates/..%2f..%2fREADME.html"],
)  # fmt: skip
def test_nothing_but_pages_their_files_and_harmless_pictures_is_sent(server, path):
    answer = ask(server, path)
    assert answer.status == 404
    assert "root:" not in answer.text


def test_a_picture_of_a_document_is_sent_and_cannot_do_anything(server):
    answer = ask(server, "/pictures/docs/design/beds.svg")
    assert (answer.status, answer.headers["Content-Type"], answer.text) == (200, "image/svg+xml", SVG)
    assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_half_open_connections_keep_nobody_from_being_answered(server):
    address = urllib.parse.urlsplit(server.url)
    held = []
    try:
        for number in range(300):
            connection = socket.create_connection((address.hostname, address.port))
            connection.sendall(
                [
                    b"",
                    b"GET / HTTP/1.1\r\n",
                    b"GET / HTTP/1.1\r\nHost: x\r\nX: ",
                    b"POST /verify HTTP/1.1\r\nContent-Length: 9\r\n\r\n",
                ][number % 4]
            )
            held.append(connection)
        assert all(ask(server, path).status == 200 for path in ("/", f"/{DOCUMENT}", "/search.html?q=water"))
    finally:
        for connection in held:
            connection.close()
    assert ask(server, "/").status == 200


def test_a_page_is_sent_once_and_packed(server):
    first = ask(server, f"/{DOCUMENT}")
    assert ask(server, f"/{DOCUMENT}", If_None_Match=first.headers["ETag"]).status == 304
    assert ask(server, f"/{DOCUMENT}", Accept_Encoding="gzip").headers["Content-Encoding"] == "gzip"


def test_a_number_that_is_no_port_is_refused_and_not_cut_to_fit():
    for number in (-1, 65536, 99999):
        with pytest.raises(UsageError, match="is no port"):
            listen("127.0.0.1", number)


def test_the_server_says_where_it_listens_that_others_can_read_and_what_is_missing(tmp_path):
    harbour(tmp_path / "harbour")
    taken = socket.socket()
    taken.bind(("127.0.0.1", 0))
    taken.listen()
    command = [sys.executable, "-m", "holdfast", "serve", "--port", str(taken.getsockname()[1])]
    done = subprocess.run(command, cwd=tmp_path / "harbour", capture_output=True, text=True, check=False)
    taken.close()
    assert (done.returncode, done.stdout) == (2, "")
    assert "address already in use; choose another with --port" in done.stderr
    (tmp_path / "none" / "starlette").mkdir(parents=True)
    (tmp_path / "none" / "starlette" / "__init__.py").write_text("raise ImportError('no', name='starlette')")
    for verb in ("serve", "build"):
        done = subprocess.run(
            [sys.executable, "-m", "holdfast", verb], cwd=tmp_path / "harbour", capture_output=True, text=True, check=False,
            env={**os.environ, "PYTHONPATH": str(tmp_path / "none")},
        )  # fmt: skip
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr == "holdfast: this needs starlette, which is not installed; pip install 'holdfast[serve]'\n"


def test_whoever_breaks_the_protocol_while_being_refused_leaves_no_trace(project):
    with serving(project) as server:
        address = urllib.parse.urlsplit(server.url)
        broken = b"Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n"
        for method in (b"POST", b"CONNECT"):
            with socket.create_connection((address.hostname, address.port), timeout=10) as asker:
                asker.sendall(method + b" / HTTP/1.1\r\nHost: " + address.netloc.encode() + b"\r\n" + broken)
                while asker.recv(4096):
                    pass
        assert ask(server, "/").status == 200
        server.process.terminate()
        assert "Traceback" not in server.process.stderr.read()


def test_every_document_has_a_page_whatever_its_name_is_and_the_server_lives_on(project, tmp_path):
    root = tmp_path / "odd"
    (root / "docs").mkdir(parents=True)
    (root / "docs/TEMPLATE.md").write_text(template())
    text = document("Odd") + "\nOne.\n"
    names = [b"line\nend.md", b"\xff\xfe.md", b"50%.md", b"a#b?c.md", b"<b>.md", b"y" * 252 + b".md"]
    for name in [*names, b"plain.md"]:
        Path(os.fsdecode(os.fsencode(root / "docs") + b"/" + name)).write_text(text)
    with serving(root) as server:
        asked = [urllib.parse.quote(name[:240].removesuffix(b".md")) for name in names]
        assert {name: ask(server, f"/documents/docs/{name}.html").status for name in asked} == dict.fromkeys(asked, 200)
        # A change of a name that is no text ends the watcher beneath, and what changes after it shows all the same.
        Path(os.fsdecode(os.fsencode(root / "docs") + b"/\xff\xfe.md")).write_text(text)
        until = time.monotonic() + 30
        while "Anew" not in ask(server, "/documents/docs/plain.html").text and time.monotonic() < until:
            (root / "docs/plain.md").write_text(text.replace("One.", "Anew."))
            time.sleep(0.2)
        assert "Anew" in ask(server, "/documents/docs/plain.html").text
        server.process.send_signal(signal.SIGINT)
        assert "Traceback" not in server.process.stderr.read()
