"""Every format can be read by a strict reader, whatever documents hold, and brings nothing of theirs with it."""

import json
import os
import re
from pathlib import Path

import jsonschema
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from junitparser import JUnitXml
from markdown_it import MarkdownIt

from holdfast.formats import format_names
from results import ROOT, hostile, read_github, read_junit, read_sarif, rendered
from test_escaping import RAW


def file_name(text: str) -> str:
    """Return what of a text can be the name of a file; bytes that are no Unicode are kept."""
    return re.sub("[/\0\ud800-\udc7f\udd00-\udfff]", "", text) + ".md"


PIECES = [
    "\0", "\x1b[2J", "\u202e", "\u200b", "\ud800", "\udce9", "\ufffe", "\r\n", "\n", "\u2028", "]]>", "<b>", "&amp;", "<!--",
    "::error file=x::owned", "##[error]", "%0A", ",", ":", "|", "`", "``", "\\", "*", "_", "[x](https://evil.example)",
    "https://evil.example", "www.evil.example", "a@evil.example", "@somebody", "#12", "{0}", "~~~", "# ", "- ", "1. ", " ", "ü🚢",
]  # fmt: skip
texts = st.lists(st.one_of(st.sampled_from(PIECES), st.text(st.characters(), max_size=4)), max_size=8).map("".join)
names = texts.map(lambda text: file_name(text[:60]))
bounded = settings(deadline=None, max_examples=50)
JSONL = jsonschema.Draft202012Validator(json.loads((ROOT / "schemas" / "check-jsonl-v1.json").read_text()))
JSON = jsonschema.Draft202012Validator(json.loads((ROOT / "schemas" / "check-v1.json").read_text()))
ALL = "".join(PIECES)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(tmp_path_factory.mktemp("project"))


@bounded
@given(texts, names)
@example(ALL, file_name(ALL))
def test_json_is_valid_against_its_schema(root: str, text: str, name: str) -> None:
    JSON.validate(json.loads(rendered("json", hostile(root, text, name))))


@bounded
@given(texts, names)
@example(ALL, "a.md")
def test_every_line_of_jsonl_is_an_object_of_its_schema(root: str, text: str, name: str) -> None:
    lines = rendered("jsonl", hostile(root, text, name)).split("\n")[:-1]
    records = [json.loads(line) for line in lines]
    for record in records:
        JSONL.validate(record)
    assert [one["kind"] for one in records].count("verdict") == 4
    assert records[-1]["kind"] == "summary"


@bounded
@given(texts, names)
@example(ALL, file_name(ALL))
def test_sarif_is_valid_and_its_messages_hold_no_link(root: str, text: str, name: str) -> None:
    run = read_sarif(rendered("sarif", hostile(root, text, name)))
    uris = {one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for one in run["results"]}
    assert all(uri.isascii() and not set(uri) & set(' "<>\\^`{|}[]:?#') for uri in uris)
    assert all("](" not in one["message"]["text"] for one in run["results"])
    assert run["invocations"][0]["executionSuccessful"] is False


@bounded
@given(texts, names)
@example(ALL, file_name(ALL))
def test_junit_is_well_formed_in_every_encoding(root: str, text: str, name: str) -> None:
    report = rendered("junit", hostile(root, text, name))
    assert report.isascii()
    suites = read_junit(report)
    (suite,) = JUnitXml.fromstring(report.encode())
    assert [case.name for case in suite] == [one.get("name") for one in suites.iter("testcase")]
    assert suites.get("failures") == "1"


@bounded
@given(texts, names)
@example(ALL, file_name(ALL))
def test_github_gets_one_command_a_line_and_none_of_a_document(root: str, text: str, name: str) -> None:
    commands = read_github(rendered("github", hostile(root, text, name)))
    assert [kind for kind, _, _ in commands] == ["error", "warning", "notice"]
    assert all(set(properties) == {"file", "line", "col", "title"} for _, properties, _ in commands)
    assert {properties["title"] for _, properties, _ in commands} == {"link-broken", "link-broken (unproven)"}


@bounded
@given(texts, names)
@example(ALL, "a.md")
def test_gitlab_gets_an_array_of_issues(root: str, text: str, name: str) -> None:
    issues = json.loads(rendered("gitlab", hostile(root, text, name)))
    assert len({one["fingerprint"] for one in issues}) == len(issues) == 3
    for one in issues:
        assert set(one) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert one["severity"] in {"info", "minor", "major", "critical", "blocker"}
        assert one["location"]["lines"]["begin"] >= 1


@bounded
@given(texts, names)
@example(ALL, file_name(ALL))
@example("a@`x`", "a.md")
@example("``@a`b``", "a.md")
def test_markdown_holds_no_link_but_ours_and_no_html(root: str, text: str, name: str) -> None:
    page = rendered("markdown", hostile(root, text, name))
    tokens = MarkdownIt("gfm-like", {"html": True, "linkify": True}).parse(page)
    flat = [one for token in tokens for one in (token, *(token.children or ()))]
    assert {token.type for token in flat} & {
        "html_block",
        "html_inline",
        "image",
        "code_block",
        "fence",
        "blockquote_open",
    } == set()
    links = {str(token.attrs["href"]) for token in flat if token.type == "link_open"}
    assert links == {"https://holdfast-docs.github.io/rules/link-broken/"}
    assert [token.tag for token in flat if token.type == "heading_open"] == ["h2", *["h3"] * page.count("\n### ")]
    plain = "".join(token.content for token in flat if token.type == "text")
    assert "@" not in plain.replace("@ ", "")


@bounded
@given(st.sampled_from(format_names()), texts, names)
def test_no_format_passes_a_control_character_on(root: str, form: str, text: str, name: str) -> None:
    written = rendered(form, hostile(root, text, name)).encode()
    assert not RAW.findall(written)


def test_names_that_are_no_unicode_are_percent_encoded_byte_by_byte(tmp_path: Path) -> None:
    name = os.fsdecode(b"latin-\xe9 100%.md")
    run = read_sarif(rendered("sarif", hostile(str(tmp_path), "x", name)))
    locations = [one["locations"][0]["physicalLocation"]["artifactLocation"] for one in run["results"]]
    assert {"uri": "latin-%E9%20100%25.md", "uriBaseId": "%SRCROOT%"} in locations
