"""The door to the network against servers that behave badly and resolvers that lie."""

import asyncio
import datetime as dt
import socket
import ssl

import pytest

from badserver import WAYS, bad_server
from holdfast.records import replace
from holdfast.verifiers.links.asking import Asker
from holdfast.world.http.exchange import Door
from holdfast.world.http.guard import Guard
from holdfast.world.http.limits import Limits
from holdfast.world.http.policy import policy_of
from holdfast.world.http.trouble import Trouble

PATIENT = Limits(seconds=50.0, connect=50.0, bytes=100_000, pause=0.02, patience=1.0)
"""For what answers at all: a busy machine must not look like a slow server."""
QUICK = replace(PATIENT, seconds=0.7)
"""For what never does."""


@pytest.fixture(scope="module")
def server():
    with bad_server() as found:
        yield found


def door(server, *allow, lookup=None, limits=PATIENT, environment=None, context=None):
    async def unknown(host, port):
        raise socket.gaierror(socket.EAI_NONAME, host)

    policy = policy_of(allow or [f"127.0.0.1:{server.port}"])
    return Door(Guard(policy, lookup or unknown), limits, environment or {}, context)


def page(server, path, fragment="here", **options):
    """Return what is found out about one page of the server, whatever way it behaves."""
    url = f"http://127.0.0.1:{server.port}/{path}"
    ((_, found),) = Asker(door(server, **options), None).pages({url: [fragment] if fragment else []})
    return found


EXPECTED = {
    "fine": "fine",
    "counted": "fine",
    "validated": "fine",
    "no-head": "fine",
    "head-says-it-is-gone": "fine",
    "head-with-a-body": "fine",
    "head-is-garbage": "fine",
    "busy-at-first": "fine",
    "down-until-a-date": "fine",
    "moved-twice": "fine",
    "moved-once": "fine",
    "moved-to-markup": "fine",
    "moved-then-lent": "fine",
    "lent": "fine",
    "redirect-to-the-front": "fine",
    "deep-page": "fine",
    "unknown-charset": "fine",
    "endless-body": "fine",
    "bomb": "fine",
    "not-found": 404,
    "gone": 410,
    "forbidden": 403,
    "failing": 500,
    "odd-status": 999,
    "come-back-next-year": 429,
    "not-modified-unasked": 304,
    "redirect-without-location": 302,
    "redirect-to-itself": "loop",
    "endless-redirects": "loop",
    "redirect-to-private": "refused",
    "redirect-to-decimal-metadata": "refused",
    "redirect-to-mapped-loopback": "refused",
    "redirect-to-another-protocol": "refused",
    "redirect-to-file": "redirect",
    "redirect-with-password": "redirect",
    "redirect-to-nonsense": "redirect",
    "silent": "slow",
    "drips-headers": "slow",
    "drips-the-body": "slow",
    "endless-interim-answers": "slow",
    "hangs-up": "protocol",
    "hangs-up-within-the-headers": "protocol",
    "hangs-up-within-the-body": "protocol",
    "header-flood": "protocol",
    "one-endless-header": "protocol",
    "broken-compression": "protocol",
    "unknown-compression": "protocol",
    "broken-chunks": "protocol",
    "two-lengths": "protocol",
    "negative-length": "protocol",
    "another-protocol": "protocol",
    "header-of-line-breaks": "protocol",
}


def test_every_way_to_behave_badly_has_an_answer_here():
    assert WAYS.keys() == EXPECTED.keys()
    assert len(WAYS) > 40


@pytest.mark.parametrize("name", EXPECTED)
def test_whatever_a_server_does_there_is_an_answer(server, name):
    limits = QUICK if EXPECTED[name] == "slow" else PATIENT
    found = page(server, name, "" if name == "head-is-garbage" else "here", limits=limits)
    assert ("fine" if found.fine else found.trouble or found.status) == EXPECTED[name], found


@pytest.mark.parametrize("name", ["no-head", "head-says-it-is-gone", "head-is-garbage"])
def test_a_server_that_answers_head_wrongly_is_asked_again_with_get(server, name):
    before = server.asked[f"/{name}"]
    assert page(server, name, "").fine
    assert server.asked[f"/{name}"] == before + 2


def test_what_is_longer_than_the_limit_is_cut(server):
    for name in ("endless-body", "bomb"):
        found = page(server, name)
        assert found.fine
        assert found.cut


def test_a_bomb_unfolds_no_further_than_the_limit(server):
    import tracemalloc

    tracemalloc.start()
    page(server, "bomb")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8 * 1024 * 1024


def test_permanent_redirects_tell_where_a_page_is_now(server):
    base = f"http://127.0.0.1:{server.port}"
    assert page(server, "moved-twice").moved == f"{base}/fine"
    assert page(server, "moved-then-lent").moved == f"{base}/lent"
    assert page(server, "lent").moved == ""
    assert page(server, "redirect-to-the-front").moved == ""


def test_the_anchors_of_a_page_are_those_in_its_html(server):
    assert page(server, "fine").anchors == {"here": True}
    assert page(server, "deep-page").anchors == {"here": True}
    assert page(server, "fine", "elsewhere").anchors == {"elsewhere": False}


# Names


def ask(url, **options):
    async def main():
        found = door(None, *options.pop("allow"), **options)
        try:
            return await found.ask(url)
        finally:
            await found.close()

    return asyncio.run(main())


class Resolver:
    """Answers each look-up with the next of its answers, the last for ever."""

    def __init__(self, *answers):
        self.answers = list(answers)
        self.asked = []

    async def __call__(self, host, _):
        self.asked.append(host)
        answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        (["10.0.0.1"], "private"),
        (["93.184.216.34", "192.168.1.1"], "private"),
        (["127.0.0.1"], "loopback"),
        (["169.254.169.254"], "metadata"),
        (["100.64.0.1"], "shared"),
        (["::1"], "loopback"),
        (["fe80::1%eth0"], "link-local"),
        (["fd00:ec2::254"], "metadata"),
        (["::ffff:10.0.0.1"], "private"),
        (["64:ff9b::7f00:1"], "loopback"),
        (["2002:7f00:1::"], "loopback"),
        (["0.0.0.0"], "unspecified"),
        (["224.0.0.1"], "multicast"),
    ],
)
def test_a_name_that_leads_to_an_address_that_is_not_public_is_refused(answer, word):
    with pytest.raises(Trouble, match=word) as caught:
        ask("http://harmless.dev/", allow=["x.dev"], lookup=Resolver(answer))
    assert caught.value.kind == "refused"


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (socket.gaierror(socket.EAI_NONAME, "no"), "name"),
        (socket.gaierror(socket.EAI_AGAIN, "later"), "lookup"),
        (socket.gaierror(socket.EAI_FAIL, "broken"), "lookup"),
        (UnicodeError("label too long"), "lookup"),
        ([], "name"),
    ],
)
def test_only_a_name_that_is_certainly_not_there_is_called_gone(answer, kind):
    with pytest.raises(Trouble) as caught:
        ask("http://harmless.dev/", allow=["x.dev"], lookup=Resolver(answer))
    assert caught.value.kind == kind


def test_what_was_vetted_is_what_is_connected_to_and_no_second_answer_counts(server):
    """DNS rebinding: the first answer is let through, every later one leads into the private network."""
    resolver = Resolver(["127.0.0.1"], ["10.0.0.1"])
    found = door(server, f"127.0.0.1:{server.port}", lookup=resolver)

    async def main():
        try:
            return [(await found.ask(f"http://rebound.dev:{server.port}/fine")).status for _ in range(3)]
        finally:
            await found.close()

    assert asyncio.run(main()) == [200, 200, 200]
    assert resolver.asked == ["rebound.dev"]
    assert any(f"Host: rebound.dev:{server.port}" in head for head in server.seen)


def test_the_first_answer_is_vetted_even_where_a_later_one_would_be_harmless(server):
    resolver = Resolver(["10.0.0.1"], ["127.0.0.1"])
    with pytest.raises(Trouble, match="private"):
        ask(f"http://rebound.dev:{server.port}/", allow=[f"127.0.0.1:{server.port}"], lookup=resolver)


def test_a_host_with_a_dead_address_is_reached_at_its_next(server):
    resolver = Resolver(["127.0.0.9", "127.0.0.1"])
    port = server.port
    assert ask(f"http://two.dev:{port}/fine", allow=["127.0.0.0/8"], lookup=resolver).status == 200


# Encryption


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """Return the paths of a certificate for ``pages.dev`` and of its key."""
    x509 = pytest.importorskip("cryptography.x509")
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "pages.dev")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("pages.dev")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    folder = tmp_path_factory.mktemp("certificate")
    (folder / "cert.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "key.pem").write_bytes(private)
    return folder / "cert.pem", folder / "key.pem"


@pytest.fixture(scope="module")
def encrypted(certificate):
    names = []
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    context.sni_callback = lambda sock, name, ctx: names.append(name)
    with bad_server(ssl=context) as found:
        found.names = names
        yield found


def trusting(certificate):
    return ssl.create_default_context(cafile=certificate[0])


def test_the_name_of_the_host_is_kept_in_the_handshake_and_in_the_request(encrypted, certificate):
    reply = ask(
        f"https://pages.dev:{encrypted.port}/fine",
        allow=[f"127.0.0.1:{encrypted.port}"],
        lookup=Resolver(["127.0.0.1"]),
        context=trusting(certificate),
    )
    assert reply.status == 200
    assert encrypted.names[-1] == "pages.dev"
    assert f"Host: pages.dev:{encrypted.port}" in encrypted.seen[-1]


@pytest.mark.parametrize("host", ["other.dev", "pages.dev"])
def test_a_certificate_for_another_name_or_from_nobody_is_not_trusted(encrypted, certificate, host):
    context = trusting(certificate) if host == "other.dev" else ssl.create_default_context()
    with pytest.raises(Trouble) as caught:
        ask(
            f"https://{host}:{encrypted.port}/fine",
            allow=[f"127.0.0.1:{encrypted.port}"],
            lookup=Resolver(["127.0.0.1"]),
            context=context,
        )
    assert caught.value.kind == "tls"


# Proxies


def test_a_proxy_of_the_environment_is_asked_in_place_of_the_host(server):
    environment = {"http_proxy": f"127.0.0.1:{server.port}", "NO_PROXY": "direct.dev"}
    gone = socket.gaierror(socket.EAI_NONAME, "only the proxy knows")
    reply = ask("http://inside.dev/fine", allow=["x.dev"], lookup=Resolver(gone), environment=environment)
    assert reply.status == 200
    assert server.seen[-1].startswith("GET http://inside.dev/fine HTTP/1.1")


@pytest.mark.parametrize(
    "url", ["http://10.0.0.1/", "http://0x7f000001/", "http://localhost/", "http://wiki/", "http://db.internal/"]
)
def test_a_proxy_is_asked_for_nothing_private(server, url):
    before = len(server.seen)
    with pytest.raises(Trouble) as caught:
        ask(
            url,
            allow=["x.dev"],
            lookup=Resolver(["10.0.0.1"]),
            environment={"HTTP_PROXY": f"http://127.0.0.1:{server.port}"},
        )
    assert caught.value.kind == "refused"
    assert len(server.seen) == before


def test_a_name_that_this_machine_knows_to_be_private_is_not_asked_through_a_proxy_either(server):
    with pytest.raises(Trouble, match="private"):
        ask(
            "http://harmless.dev/",
            allow=["x.dev"],
            lookup=Resolver(["10.0.0.1"]),
            environment={"HTTP_PROXY": f"http://127.0.0.1:{server.port}"},
        )


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:1080", "http://:@:x"])
def test_a_proxy_that_cannot_be_asked_is_said(proxy):
    with pytest.raises(Trouble, match="the environment names a proxy"):
        ask("http://inside.dev/", allow=["inside.dev"], lookup=Resolver([]), environment={"HTTP_PROXY": proxy})


# Politeness


def test_a_host_is_asked_few_things_at_once_and_everything_in_the_end(server):
    limits = Limits(seconds=10, sockets=16, each=3)
    base = f"http://127.0.0.1:{server.port}"
    server.most = 0
    wanted = {f"{base}/counted?{number}": [] for number in range(200)}
    found = dict(Asker(door(server, limits=limits), None).pages(wanted))
    assert len(found) == 200
    assert all(one.fine for one in found.values())
    assert server.most <= 3
