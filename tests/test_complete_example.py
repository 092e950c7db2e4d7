"""The complete example is complete; that all of it is true, ``make example`` tries."""

import re
from pathlib import Path

import pytest

from holdfast.binding.guides.reading import guides
from holdfast.markdown.outline import outline
from holdfast.markdown.parser import parse

EXAMPLE = Path(__file__).parent.parent / "examples" / "web-framework"
SEED = Path(__file__).parent / "seed" / "design-template.md"
DOCUMENT = (EXAMPLE / "docs" / "design" / "01-fairlead.md").read_text(encoding="utf-8")
FREE = ("[", "Phase")
"""What a heading of the template begins with, behind its number, where the document has its own words for it."""
TRAPS = {
    "bad input": r"/two$",
    "a whole number with a point": r"/2\.0$",
    "no such path": r"^/harbours$",
    "trailing slash": r"^/berths/$",
    "duplicate query keys": r"least=1&least=10",
    "a date that is none": r"since=2025-02-29",
    "a date as seconds": r"since=\d+$",
}

PARSE = parse(DOCUMENT.encode())
GUIDES = guides(PARSE, outline(PARSE))


def headings(text):
    found = re.findall(
        r"^#{2,3} (?:\d[\d.]* )?(.*)$", re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE), re.MULTILINE
    )
    return [re.sub(r" \((?:20\d\d|if applicable).*\)", "", one) for one in found]


def test_every_section_of_the_template_is_filled():
    wanted = [one for one in headings(SEED.read_text(encoding="utf-8")) if not one.startswith(FREE)]
    assert [one for one in wanted if one not in headings(DOCUMENT)] == []
    assert len([one for one in headings(DOCUMENT) if one.startswith("Phase")]) >= 3


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.source)
def test_a_guide_asks_what_is_known_to_differ(guide):
    targets = [one.target for one in guide.requests]
    assert len(targets) >= 14
    assert {name for name, pattern in TRAPS.items() if not any(re.search(pattern, one) for one in targets)} == set()
    assert {"GET", "HEAD", "POST", "PUT", "DELETE"} <= {one.method for one in guide.requests}
    posts = [one for one in guide.requests if one.method == "POST"]
    assert any(not one.body for one in posts)
    media = {value for one in posts for name, value in one.headers if name.casefold() == "content-type"}
    assert {"text/plain", "application/x-www-form-urlencoded"} <= media


def test_there_are_two_guides_and_three_languages():
    assert [guide.source for guide in GUIDES] == ["FastAPI", "NestJS"]
    for language in ("python", "typescript", "rust"):
        assert re.search(rf"^```{language}\b", DOCUMENT, re.MULTILINE)


def test_it_answers_for_everything_it_is_asked_as_an_active_document(holdfast):
    checked = holdfast(EXAMPLE, "check", "--fail-on", "note", "--no-cache")
    assert checked.code == 0, checked.out
    assert "\n**Status:** Active\n" in DOCUMENT
