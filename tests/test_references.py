"""Titles of RFCs and PEPs: no true title is called wrong, however it is shortened, and another's is."""

import re
from types import SimpleNamespace

import pytest

from holdfast.binding.titles import agree, numbers_of, titles
from holdfast.markdown.parser import parse
from holdfast.markdown.plain import key
from holdfast.rules.reference_mistitled import judge


def messages(text):
    found = []
    judge(SimpleNamespace(parse=parse(text.encode())), lambda span, said, remedy, **more: found.append(said))
    return found


def test_every_title_agrees_with_itself_and_with_its_parts():
    for series in ("rfc", "pep"):
        for title in titles(series).values():
            for part in (title, re.sub(r"\s*\([^)]*\)", "", title), title.partition(":")[0], title.upper()):
                assert agree(part, title), (part, title)


def test_no_list_of_true_references_has_a_message():
    for series in ("rfc", "pep"):
        name = series.upper()
        text = "".join(
            f"- {name} {number}: {title}\n- {name} {number} ({title})\n" for number, title in titles(series).items()
        )
        assert messages(text) == []


def test_most_titles_under_another_number_are_found():
    numbers = sorted(titles("rfc"))[2000:]
    swapped = list(zip(numbers, numbers[1500:], strict=False))
    found = messages("".join(f"- RFC {one}: {titles('rfc')[other]}\n" for one, other in swapped))
    judged = [other for _, other in swapped if len(key(titles("rfc")[other]).split()) > 2]
    assert len(found) > 0.85 * len(judged)


@pytest.mark.parametrize(
    "text",
    [
        "- [RFC 9110](https://www.rfc-editor.org/rfc/rfc9110) - HTTP Semantics",
        "- RFC 7519 - JWT",
        "- RFC 8446: Transport Layer Security 1.3",
        "- RFC 6749: OAuth 2.0",
        "- RFC 4180 (Common Format for CSV Files)",
        "- RFC 2119: Key Words",
        "- RFC 5321: SMTP Mail Transfer",
        "- [RFC 401: Coercions And Other Things](https://github.com/rust-lang/rfcs/pull/401)",
        "- [RFC 2585](https://github.com/rust-lang/rfcs/blob/master/text/2585-unsafe-block.md)",
        "use the status code of RFC 8470 (Sergei Osipov)",
        "see RFC 7231: The Server Must Not Send More Than One",
        "`RFC 7519: JSON Web Signature`",
        "- PEP 8: Style Guide",
        "- RFC 99999: Whatever This May Be",
        "- RFC 7231 (Section 6.5 And Others)",
        "```\nRFC 7519: JSON Web Signature (JWS)\n```",
        "- [RFC 7519 and RFC 7515](https://www.rfc-editor.org/rfc/rfc7515)",
    ],
)
def test_what_may_be_meant_is_let_pass(text):
    assert messages(text) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("- RFC 7519: JSON Web Signature (JWS)", "RFC 7515"),
        ("it follows RFC 7519 (JSON Web Signature (JWS)) here", "RFC 7515"),
        (
            "| RFC 3339 | [RFC 3339: Uniform Resource Identifiers](https://datatracker.ietf.org/doc/html/rfc3339) |",
            "Timestamps",
        ),
        ("- [RFC 3339](https://tools.ietf.org/html/rfc3986#section-2)", "leads to RFC 3986"),
        ("- [PEP 8](https://peps.python.org/pep-0257/)", "leads to PEP 257"),
        ('- PEP 440, "Dependency specification for Python Software Packages"', "PEP 508"),
    ],
)
def test_the_title_or_the_address_of_another_is_told(text, said):
    (found,) = messages(text)
    assert said in found


def test_the_lists_are_what_they_say():
    assert len(titles("rfc")) > 9000
    assert len(titles("pep")) > 200
    assert numbers_of("rfc", "HTTP semantics") == (9110,)
    assert numbers_of("rfc", "HTTP semantic") == ()


def test_every_title_is_found_by_its_words():
    for series in ("rfc", "pep"):
        for number, title in titles(series).items():
            assert number in numbers_of(series, f"**{title.upper()}**"), (series, number)


def test_looking_for_a_title_leaves_nearly_all_others_alone():
    numbers_of("rfc", "HTTP Semantics")
    looked_at = key.cache_info().misses
    numbers_of("rfc", "Words that are no title of any")
    assert key.cache_info().misses - looked_at < 30
