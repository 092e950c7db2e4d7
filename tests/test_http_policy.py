"""Where Holdfast may go: a pure decision, held against the standard library's own knowledge of addresses."""

import re
import socket
from contextlib import suppress
from ipaddress import IPv4Address, IPv6Address, ip_address

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.errors import UsageError
from holdfast.world.http.addresses import embedded, is_local_name, kind, literal
from holdfast.world.http.allowed import user_policy
from holdfast.world.http.policy import Policy, Target, policy_of
from holdfast.world.http.proxies import proxy_for

FOUR = st.one_of(
    st.integers(0, 2**32 - 1),
    st.sampled_from(
        [
            "10.0.0.1",
            "127.0.0.1",
            "169.254.169.254",
            "192.168.0.1",
            "172.31.0.9",
            "100.64.0.1",
            "0.0.0.0",
            "224.0.0.1",
            "255.255.255.255",
            "168.63.129.16",
        ]
    ),
).map(IPv4Address)
SIX = st.one_of(
    st.integers(0, 2**128 - 1),
    st.integers(0, 2**125 - 1).map(lambda number: number | 1 << 125),
    st.sampled_from(["::", "::1", "fe80::1", "fc00::1", "ff02::1", "2001:db8::1", "fec0::1", "64:ff9b:1::1"]),
).map(IPv6Address)


@given(FOUR)
def test_what_is_called_public_is_so_by_the_standard_library_too(address):
    if kind(address) == "":
        assert address.is_global
        assert not (address.is_multicast)
        assert not (address.is_reserved)
        assert not (address.is_loopback)
        assert not (address.is_link_local)


@given(FOUR)
def test_what_the_standard_library_calls_public_is_refused_only_for_a_reason_of_its_own(address):
    if address.is_global and not address.is_multicast and not address.is_reserved:
        assert kind(address) in ("", "metadata", "reserved")


@given(SIX)
def test_no_longer_address_is_public_that_the_standard_library_calls_private(address):
    if kind(address) == "" and embedded(address) is None:
        assert address.is_global
        assert not (address.is_multicast)
        assert not (address.is_link_local)
        assert not (address.is_site_local)


@given(FOUR)
def test_an_address_within_an_address_is_judged_as_itself(address):
    number = int(address)
    carriers = [
        IPv6Address(0xFFFF << 32 | number),
        IPv6Address(int(IPv6Address("64:ff9b::")) | number),
        IPv6Address(int(IPv6Address("2002::")) | number << 80),
        IPv6Address(int(IPv6Address("2001:4860::200:5efe:0:0")) | number),
    ]
    if number > 0xFFFF:
        carriers.append(IPv6Address(number))
    for carrier in carriers:
        assert embedded(carrier) == address
        if kind(address):
            assert kind(carrier)
    assert kind(IPv6Address(0xFFFF << 32 | number)) == kind(address)


def spellings(address):
    """Return ways in which programs write and read one address."""
    number = int(address)
    a, b, c, d = address.packed
    wide = str.maketrans("0123456789.", "０１２３４５６７８９。")
    return [
        str(address),
        str(address) + ".",
        str(number),
        hex(number),
        f"0{number:o}" if number else "0",
        f"0x{a:x}.{b}.0{c:o}.{d}",
        f"{a}.{number & 0xFFFFFF}",
        f"{a}.{b}.{number & 0xFFFF}",
        f"0x{a:X}.0x{b:X}.0x{c:X}.0x{d:X}",
        str(address).translate(wide),
        "".join(f"%{ord(char):02x}" for char in str(address)),
    ]


@given(FOUR)
def test_no_spelling_hides_an_address(address):
    for text in spellings(address):
        assert literal(text) == address, text
        target = Policy().target(f"http://{text}/")
        if kind(address) and isinstance(target, Target):
            assert Policy().refuses(target, [str(literal(target.host))])


@given(st.text(alphabet="0123456789abcdefx.", min_size=1, max_size=16))
def test_whatever_the_system_reads_as_an_address_is_read_as_the_same(text):
    with suppress(OSError):
        assert literal(text) == IPv4Address(socket.inet_aton(text)), text


@given(st.lists(st.one_of(FOUR, SIX), min_size=1, max_size=4), st.sampled_from(["pages.dev", "wiki"]))
def test_without_permission_nothing_leads_to_an_address_that_is_not_public(addresses, host):
    refused = Policy().refuses(Target("https", host, 443), map(str, addresses))
    assert bool(refused) is any(kind(one) for one in addresses)


@given(st.text(max_size=60))
def test_any_text_is_a_target_or_a_reason(text):
    for url in (text, f"http://{text}", f"https://{text}/"):
        found = Policy().target(url)
        assert isinstance(found, Target | str)
        if isinstance(found, Target):
            assert found.scheme in ("http", "https")
            assert found.host


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "ftp://pages.dev/", "gopher://pages.dev/", "javascript:alert(1)", "data:text/html,x", "//pages.dev",
        "http://user@pages.dev/", "http://user:pw@pages.dev/", "http:///path", "http://", "http://pages.dev:99999/", "http://[::1",
        "http://pages.dev/\r\nHost: x", "http://pages.dev\\@10.0.0.1/", "http://pages.dev/" + "a" * 9000,
    ],
)  # fmt: skip
def test_what_is_no_address_to_be_asked(url):
    assert isinstance(Policy().target(url), str)


@pytest.mark.parametrize("port", [22, 25, 6379, 11211, 6667])
def test_ports_of_other_protocols_are_not_asked(port):
    assert "protocol" in Policy().refuses(Target("http", "pages.dev", port), ["93.184.216.34"])


@pytest.mark.parametrize(
    ("allowed", "host", "port", "address", "may"),
    [
        ("wiki.corp.dev", "wiki.corp.dev", 443, "10.0.0.1", True),
        ("wiki.corp.dev", "other.corp.dev", 443, "10.0.0.1", False),
        ("*.corp.dev", "other.corp.dev", 443, "10.0.0.1", True),
        ("*.corp.dev", "corp.dev", 443, "10.0.0.1", False),
        ("*.corp.dev", "evilcorp.dev", 443, "10.0.0.1", False),
        ("wiki.corp.dev:8443", "wiki.corp.dev", 443, "10.0.0.1", False),
        ("wiki.corp.dev:8443", "wiki.corp.dev", 8443, "10.0.0.1", True),
        ("10.1.0.0/16", "any.dev", 443, "10.1.2.3", True),
        ("10.1.0.0/16", "any.dev", 443, "10.2.2.3", False),
        ("10.1.2.3", "any.dev", 80, "10.1.2.3", True),
        ("10.1.2.3:80", "0x0a010203", 80, "10.1.2.3", True),
        ("fd00::/8", "any.dev", 80, "fd00::1", True),
    ],
)
def test_a_user_allows_hosts_ports_addresses_and_blocks(allowed, host, port, address, may):
    assert (policy_of([allowed]).refuses(Target("http", host, port), [address]) == "") is may


@pytest.mark.parametrize("entry", ["", "*", "a b", "user@host", "10.0.0.0/99", "host/path", "#"])
def test_an_entry_that_could_allow_nothing_is_refused_by_its_words(entry):
    with pytest.raises(ValueError, match=re.escape(entry)) if entry else pytest.raises(ValueError):  # noqa: PT011
        policy_of([entry])


def test_names_of_a_local_network_are_told_from_others():
    assert all(map(is_local_name, ("localhost", "wiki", "db.internal", "printer.local", "LOCALHOST.", "a.home.arpa")))
    assert not any(map(is_local_name, ("pages.dev", "10.0.0.1", "local.dev")))


# The user's file


def test_the_users_file_allows_and_a_repository_cannot_bring_it(tmp_path):
    config = tmp_path / "config"
    (config / "holdfast").mkdir(parents=True)
    (config / "holdfast" / "online.toml").write_text('allow = ["wiki.corp.dev"]\n')
    environment = {"XDG_CONFIG_HOME": str(config)}
    assert user_policy(str(tmp_path / "project"), environment).allowed == {"wiki.corp.dev"}
    with pytest.raises(UsageError, match="inside the project"):
        user_policy(str(tmp_path), environment)
    assert user_policy(str(tmp_path), {"XDG_CONFIG_HOME": str(tmp_path / "none")}).allowed == frozenset()


@pytest.mark.parametrize("text", ["allow = 3", "allow = [3]", "[[[", 'alow = ["x"]', 'allow = ["*"]'])
def test_a_file_that_cannot_be_followed_is_refused(tmp_path, text):
    (tmp_path / "holdfast").mkdir()
    (tmp_path / "holdfast" / "online.toml").write_text(text)
    with pytest.raises(UsageError):
        user_policy("/project", {"XDG_CONFIG_HOME": str(tmp_path)})


# Proxies

HOST = Target("https", "pages.dev", 443)


@pytest.mark.parametrize(
    ("environment", "proxy"),
    [
        ({}, ""),
        ({"HTTPS_PROXY": "http://p:3128"}, "http://p:3128"),
        ({"https_proxy": "p:3128", "HTTPS_PROXY": "http://other"}, "http://p:3128"),
        ({"HTTP_PROXY": "http://p"}, ""),
        ({"ALL_PROXY": "http://p"}, "http://p"),
        ({"HTTPS_PROXY": "http://p", "NO_PROXY": "*"}, ""),
        ({"HTTPS_PROXY": "http://p", "NO_PROXY": "other.dev, .dev"}, ""),
        ({"HTTPS_PROXY": "http://p", "NO_PROXY": "pages.dev:80"}, "http://p"),
        ({"HTTPS_PROXY": "http://p", "NO_PROXY": "pages.dev:443"}, ""),
        ({"HTTPS_PROXY": "http://p", "NO_PROXY": "ages.dev"}, "http://p"),
    ],
)
def test_which_proxy_an_environment_names(environment, proxy):
    assert proxy_for(HOST, environment) == proxy


def test_a_request_to_a_web_server_cannot_name_our_proxy():
    plain = Target("http", "pages.dev", 80)
    assert proxy_for(plain, {"HTTP_PROXY": "http://p", "REQUEST_METHOD": "GET"}) == ""
    assert proxy_for(plain, {"http_proxy": "http://p", "REQUEST_METHOD": "GET"}) == "http://p"
    assert proxy_for(Target("http", "10.1.2.3", 80), {"http_proxy": "http://p", "no_proxy": "10.0.0.0/8"}) == ""


@given(st.lists(st.one_of(FOUR, SIX).map(str), max_size=3))
def test_addresses_written_out_come_back(addresses):
    assert [str(literal(one)) for one in addresses] == [str(ip_address(one)) for one in addresses]
