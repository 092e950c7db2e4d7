"""Proposals as other projects write them: their titles, their headers set as code, what may go, and what was left as it came."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest

from holdfast.engine.check import check
from holdfast.model.role import Role
from samples import paths, said, sets, slugs

Project = Callable[..., Path]

BESIDE = """# RFC <number> - <title>
* Comments: <link to the pull request>

# Summary

<what you suggest>

## Motivation

<why we need it>

# Details

<how it is done>
"""


def test_a_title_that_is_to_be_filled_in_is_no_section_though_sections_are_of_its_level(project: Project) -> None:
    text = "# RFC 7 - Gates\n* Comments: https://example.com/7\n\n# Summary\n\nOne gate.\n\n## Motivation\n\nRain.\n\n# Details\n\nOak.\n"
    files = {"rfcs/template.md": BESIDE, "rfcs/0007-gates.md": text}
    assert not check(str(project(files))).verdicts


@pytest.mark.parametrize("mark", ["[TOC]", "[[_TOC_]]", "> [!NOTE]\n> A gate keeper reads this."])
def test_what_renders_as_a_table_of_contents_or_a_callout_is_nothing_to_fill_in(project: Project, mark: str) -> None:
    asks = f"# [Title]\n\n{mark}\n\n## Context\n\n[Why]\n"
    text = f"# Gates\n\n{mark}\n\n## Context\n\nRain.\n"
    assert not check(str(project({"rfcs/TEMPLATE.md": asks, "rfcs/0001-gates.md": text}))).verdicts


@pytest.mark.parametrize(
    "says",
    [
        "List the fixtures. This section can be skipped if the proposal changes no format.",
        "<what is not decided yet? remove this section when it is empty, and then\ngo to the final comments>",
        "*This section should be removed before merging*\n\nWhat is left to decide?",
        "<!-- Move the words below into this comment. -->\n\n*This section should be removed before merging*",
        "This section may be omitted.",
    ],
)
def test_a_section_that_may_be_skipped_or_has_to_go_is_not_demanded(project: Project, says: str) -> None:
    asks = f"# [Title]\n\n## Context\n\n[Why]\n\n## More\n\n{says}\n"
    text = "# Gates\n\n## Context\n\nRain.\n"
    assert not check(str(project({"rfcs/TEMPLATE.md": asks, "rfcs/0001-gates.md": text}))).verdicts


@pytest.mark.parametrize(
    ("says", "demanded"),
    [
        ("Describe each part.\nRemove the sections you are not changing.", False),
        ("Delete any subsections that do not apply.", False),
        ("Say which sections of the road you remove.", True),
    ],
)
def test_sections_of_which_those_that_do_not_apply_are_to_go_are_not_demanded(
    project: Project, says: str, demanded: bool
) -> None:
    asks = f"# [Title]\n\n## Changes\n\n<!--\n{says}\n-->\n\n### API\n\n### Metrics\n\n## Context\n\n[Why]\n"
    text = "# Gates\n\n## Changes\n\n### API\n\nOne call.\n\n## Context\n\nRain.\n"
    result = check(str(project({"rfcs/TEMPLATE.md": asks, "rfcs/0001-gates.md": text})))
    assert bool(said(result, "section-missing")) is demanded


def test_comments_into_which_the_author_may_move_words_may_stay(project: Project) -> None:
    comment = "<!-- Remove the following text, or move it into this comment for later reference -->"
    asks = f"# [Title]\n\n## Context\n{comment}\n\nSay why.\n"
    text = f"# Gates\n\n## Context\n{comment}\n\nRain.\n"
    assert not check(str(project({"rfcs/TEMPLATE.md": asks, "rfcs/0001-gates.md": text}))).verdicts


@pytest.mark.parametrize("words", ["TBD?", "To be discuss", "...?"])
def test_a_promise_may_be_a_question(project: Project, words: str) -> None:
    asks = "# [Title]\n\n## Context\n\n[Why]\n\n## Drawbacks\n\n[What speaks against it]\n"
    text = f"# Gates\n\n## Context\n\nRain.\n\n## Drawbacks\n\n{words}\n"
    result = check(str(project({"rfcs/TEMPLATE.md": asks, "rfcs/0001-gates.md": text})))
    assert said(result, "section-empty") == [("rfcs/0001-gates.md", f'section `Drawbacks` only says "{words}"')]


LINKED = "# RFC-[number]: [Title]\n\n## Status\n\nJIRA: <link to the issue>\n\n> Keep it in the list.\n\n## Abstract\n\nSay what it is about.\n"


@pytest.mark.parametrize(
    ("below", "status"),
    [
        ("JIRA: [HUDI-1](https://example.com/1)", None),
        ("JIRA: https://example.com/1\n\nNavigation\n- [Abstract](#abstract)", None),
        ("JIRA: https://example.com/1\n\nAccepted", "Accepted"),
        ("Status: Accepted", "Accepted"),
        ("Accepted: 2024-05-06", "Accepted: 2024-05-06"),
    ],
)
def test_a_field_of_another_name_below_a_heading_called_status_is_no_state(
    project: Project, below: str, status: str | None
) -> None:
    text = f"# RFC-1: Gates\n\n## Status\n\n{below}\n\n## Abstract\n\nOne gate opens by itself.\n"
    result = check(str(project({"rfc/template.md": LINKED, "rfc/rfc-1.md": text})))
    assert [one.status for one in result.documents] == [status]
    assert not result.verdicts


CODED = """## Preamble

```
SEP: To Be Assigned
Title: <title>
Working Group:
    Owner: <who is accountable>
Status: Draft
Created: <date, in ISO 8601 (yyyy-mm-dd) format>
```

## Summary

[What it is]

## Specification

[How it works]
"""
WRITTEN = "{}\n\n## Summary\n\nOne gate.\n\n## Specification\n\nOak.\n"
LINES = "SEP: 18\nTitle: Gates\nWorking Group:\n    Owner: Ann <@ann>\nStatus: Final\nCreated: {}"


@pytest.mark.parametrize("around", ["## Preamble\n\n```\n{}\n```", "```\n{}\n```", "<pre>\n{}\n</pre>"])
def test_a_header_may_be_set_as_code(project: Project, around: str) -> None:
    head = around.format(LINES.format("2018-10-26"))
    result = check(str(project({"sep-template.md": CODED, "seps/sep-0018.md": WRITTEN.format(head)})))
    (one,) = result.documents
    assert (one.status, one.role, one.title) == ("Final", Role.ACTIVE, "Gates")
    assert not result.verdicts


def test_a_field_in_a_header_set_as_code_is_judged_where_it_stands(project: Project) -> None:
    head = "```\n" + LINES.format("in October") + "\n```"
    text = WRITTEN.format(head)
    (found,) = check(str(project({"sep-template.md": CODED, "seps/sep-0018.md": text}))).verdicts
    assert (found.slug, text[found.span.start : found.span.end]) == ("field-invalid", "in October")


@pytest.mark.parametrize("code", ["name: gates\nversion: 1\non: push", "GET /gates\nstatus: 200\ntitle: x\nauthor: y"])
def test_code_below_a_title_that_is_a_setting_or_a_message_is_no_header(project: Project, code: str) -> None:
    text = f"# Gates\n\n```\n{code}\n```\n\n## Summary\n\nOne gate.\n"
    asks = "# [Title]\n\n## Summary\n\n[What it is]\n"
    (one,) = check(str(project({"rfcs/TEMPLATE.md": asks, "rfcs/0001-gates.md": text}))).documents
    assert one.status is None


def test_of_several_templates_the_one_counts_whose_name_is_a_field_of_the_header(project: Project) -> None:
    cap = CODED.replace("SEP:", "CAP:").replace("## Summary", "## Simple Summary").replace("## Specification", "## XDR")
    files = {
        "cap-template.md": cap,
        "sep-template.md": CODED,
        "core/cap-0001.md": WRITTEN.format(f"```\n{LINES.format('2018-10-26').replace('SEP', 'CAP')}\n```"),
    }
    found = said(check(str(project(files))), "section-missing")
    assert [what for _, what in found if "XDR" in what]


def test_a_file_called_as_its_folder_is_the_page_of_that_folder(project: Project) -> None:
    text = "# RFC-{0}: Gates\n\n## Abstract\n\nOne gate opens by itself.\n"
    files = {
        "rfc/template.md": "# RFC-[number]: [Title]\n\n## Abstract\n\n[What]\n",
        "rfc/rfc-7/rfc-7.md": text.format(7),
        "rfc/rfc-12/rfc-12.md": text.format(12),
        "rfc/2021-gates/design.md": text.format(2021),
    }
    result = check(str(project(files)))
    assert sets(result) == {"rfc": ("rfc/template.md",)}
    assert paths(result) == ["rfc/2021-gates/design.md", "rfc/rfc-12/rfc-12.md", "rfc/rfc-7/rfc-7.md"]
    assert not result.verdicts


def test_the_next_document_of_folders_called_as_their_pages_is_one_of_them(
    project: Project, holdfast: Callable[..., object]
) -> None:
    text = "# RFC-{0}: Gates\n\n## Abstract\n\nOne gate opens by itself.\n"
    root = project(
        {
            "rfc/template.md": "# RFC-[number]: [Title]\n\n## Abstract\n\n[What]\n",
            "rfc/rfc-7/rfc-7.md": text.format(7),
            "rfc/rfc-12/rfc-12.md": text.format(12),
        }
    )
    holdfast(root, "init")
    assert 'documents = ["rfc/*/*.md"]' in (root / "holdfast.toml").read_text()
    (root / "holdfast.toml").unlink()
    holdfast(root, "new", "Locks")
    assert (root / "rfc/rfc-13/rfc-13.md").is_file()


def test_years_in_front_of_names_are_not_counted_on(project: Project, holdfast: Callable[..., object]) -> None:
    text = "# Gates\n\n## Summary\n\nOne gate.\n\n## Motivation\n\nRain.\n"
    root = project(
        {
            "templates/design.md": "# [Title]\n\n## Summary\n\n[What it is]\n\n## Motivation\n\n[Why]\n",
            **{f"designs/{name}/README.md": text for name in ("2018-a", "2019-b", "2019-c")},
        }
    )
    holdfast(root, "new", "Locks")
    assert (root / f"designs/{datetime.now().astimezone().year}-locks/README.md").is_file()


LEFT = "Describe in a few sentences how this will be tested. How will we know that nothing broke?"


def test_a_section_that_only_repeats_what_the_template_asks_is_not_answered(project: Project) -> None:
    asks = f"# [Title]\n\n## Context\n\n[Why]\n\n## Test plan\n\n{LEFT}\n"
    text = f"# Gates\n\n## Context\n\nRain.\n\n## Test plan\n{LEFT.replace(' will', chr(10) + 'will')}\n"
    result = check(str(project({"rfcs/TEMPLATE.md": asks, "rfcs/0001-gates.md": text})))
    assert said(result, "section-empty") == [("rfcs/0001-gates.md", "section `Test plan` only repeats the template")]


@pytest.mark.parametrize(
    "kept",
    [
        "Copyright and related rights waived via [CC0](https://creativecommons.org/publicdomain/zero/1.0/).",
        "Please discuss it in the forum.\n\n- [ ] The tests pass\n- [ ] The manual is written",
    ],
)
def test_words_of_the_template_that_are_there_to_stay_are_an_answer(project: Project, kept: str) -> None:
    asks = f"# [Title]\n\n## Context\n\n[Why]\n\n## More\n\n{kept}\n"
    text = f"# Gates\n\n## Context\n\nRain.\n\n## More\n\n{kept}\n"
    assert not check(str(project({"rfcs/TEMPLATE.md": asks, "rfcs/0001-gates.md": text}))).verdicts


def test_words_in_italics_that_say_what_a_value_is_are_there_to_be_replaced(project: Project) -> None:
    head = "Field | Value\n---|---\nStatus | Draft\nIssue | {}\n"
    asks = f"# [Title]\n\n{head.format('*link to the issue*')}\n## Context\n\n[Why]\n"
    text = f"# Gates\n\n{head.format('*link to the issue*')}\n## Context\n\nRain.\n"
    result = check(str(project({"rfcs/TEMPLATE.md": asks, "rfcs/0001-gates.md": text})))
    assert said(result, "placeholder-left") == [("rfcs/0001-gates.md", "placeholder left: link to the issue")]


def test_what_a_field_asks_for_is_told_whole(project: Project) -> None:
    line = "Issue: https://github.com/x/{ repository }/issues/{ number } <!-- with its label -->"
    asks = f"# [Title]\n\n{line}\n\n## Context\n\n[Why]\n"
    (found,) = check(
        str(project({"rfcs/TEMPLATE.md": asks, "rfcs/0001-gates.md": "# Gates\n\n## Context\n\nRain.\n"}))
    ).verdicts
    assert found.remedy == "add Issue to the header: https://github.com/x/{ repository }/issues/{ number }"


def test_the_rules_that_speak_of_sections_and_headers_say_nothing_else_here(project: Project) -> None:
    text = "# RFC 7 - Gates\n* Comments: https://example.com/7\n\n# Summary\n\nOne gate.\n\n# Details\n\nOak.\n"
    result = check(str(project({"rfcs/template.md": BESIDE, "rfcs/0007-gates.md": text})))
    assert slugs(result) == {"section-missing": 1}


def test_a_section_that_is_optional_under_a_condition_is_not_demanded(project: Project) -> None:
    asks = "# [Title]\n\n## Context\n\n[Why]\n\n## Stories\n\n<!--\nOptional if a discussion is linked above.\n-->\n"
    text = "# Gates\n\n## Context\n\nRain.\n"
    assert not check(str(project({"rfcs/TEMPLATE.md": asks, "rfcs/0001-gates.md": text}))).verdicts


@pytest.mark.parametrize("path", ["rfcs/RFC-0000/README.md", "rfcs/NNNN.md"])
def test_what_is_numbered_zero_and_has_a_title_to_be_filled_in_is_the_template(project: Project, path: str) -> None:
    name = "rfcs/0001-gates/README.md" if path.endswith("README.md") else "rfcs/0001-gates.md"
    asks = "# RFC-NNNN Title\n\n**Status:** provisional\n\n## Summary\n\n<!-- One paragraph. -->\n\n## Motivation\n"
    text = "# RFC-0001 Gates\n\n**Status:** implemented\n\n## Summary\n\nOne gate.\n\n## Motivation\n\nRain.\n"
    result = check(str(project({path: asks, name: text})))
    assert (sets(result), paths(result), result.verdicts) == ({"rfcs": (path,)}, [name], ())


def test_what_is_numbered_zero_and_says_something_is_a_document(project: Project) -> None:
    text = "# RFC {}\n\n**Status:** implemented\n\n## Summary\n\nOne gate.\n\n## Motivation\n\nRain.\n"
    files = {
        "rfcs/TEMPLATE.md": "# RFC [Title]\n\n**Status:** provisional\n\n## Summary\n\n[What]\n\n## Motivation\n\n[Why]\n",
        "rfcs/rfc-0000.md": text.format("Purpose and guidelines"),
        "rfcs/rfc-0001.md": text.format("Gates"),
    }
    assert paths(check(str(project(files)))) == ["rfcs/rfc-0000.md", "rfcs/rfc-0001.md"]


def test_sections_behind_a_code_block_that_is_never_closed_are_told_once_and_there(project: Project) -> None:
    asks = "# [Title]\n\n" + "".join(f"## {name}\n\n[What]\n\n" for name in ("Design", "Drawbacks", "Future", "Rights"))
    text = "# Gates\n\n## Design\n\n```rust\nfn open();\n\n## Drawbacks\n\nNone.\n\n## Future\n\nMore gates.\n"
    result = check(str(project({"rfcs/TEMPLATE.md": asks, "rfcs/0001-gates.md": text})))
    assert [what for _, what in said(result, "section-missing")] == [
        "section `Rights` is missing",
        "the code block that begins here is never closed, so that `Drawbacks`, `Future` are code",
    ]


def test_a_list_below_a_name_without_a_colon_is_a_field_of_the_header(project: Project) -> None:
    boxes = "    + [ ] [server](https://example.com/server)\n    + [ ] [client](https://example.com/client)\n"
    head = f"- Start Date: {{}}\n- Parts <!-- Tick what is touched -->\n{boxes}\n"
    asks = head.format("YYYY-MM-DD") + "# RFC 0000 Title\n\n## Summary\n\nSay what it is.\n"
    text = head.format("soon").replace("[ ]", "[x]", 1) + "# RFC 0001 Gates\n\n## Summary\n\nOne gate.\n"
    result = check(str(project({"rfcs/0000-template.md": asks, "rfcs/0001-gates.md": text})))
    assert [what for _, what in said(result, "field-invalid")] == [
        'Start Date "soon" is no date in the form YYYY-MM-DD'
    ]


def test_a_document_that_begins_with_a_heading_for_its_header_is_called_by_its_name(project: Project) -> None:
    asks = "# Meta\n- Name: (fill in the name)\n- Status: Draft\n\n## Summary\n\nSay what it is.\n"
    text = "# Meta\n- Name: Gates\n- Status: Accepted\n\n## Summary\n\nOne gate.\n"
    (one,) = check(str(project({"rfcs/rfc-template.md": asks, "rfcs/rfc-0001-gates.md": text}))).documents
    assert one.title == "Gates"


def test_what_is_ticked_in_a_header_is_no_task_and_a_list_of_tasks_is_no_header(project: Project) -> None:
    from holdfast.binding.boxes import read_items
    from holdfast.markdown.outline import outline
    from holdfast.markdown.parser import parse

    header = b"- Start Date: 2024-01-02\n- Parts\n    + [ ] Server\n\n# Gates\n\n- [ ] Hang them\n"
    tasks = b"# Gates\n\n- Posts\n    - [ ] Dig\n- Wings\n    - [ ] Saw\n"
    names = [[item.text for item in read_items(one, outline(one))] for one in map(parse, (header, tasks))]
    assert names == [["Hang them"], ["Dig", "Saw"]]


def test_a_field_in_which_the_template_itself_has_a_dash_may_keep_it(project: Project) -> None:
    asks = "- Start Date: YYYY-MM-DD\n- Issue: -\n\n# RFC 0000 Title\n\n## Summary\n\nSay what it is.\n"
    text = "- Start Date: 2024-01-02\n- Issue: -\n\n# RFC 0001 Gates\n\n## Summary\n\nOne gate.\n"
    assert not check(str(project({"rfcs/0000-template.md": asks, "rfcs/0001-gates.md": text}))).verdicts


@pytest.mark.parametrize(
    "written",
    ["{{ rfc.name }}: {{ rfc.title }}", "{{ page.title | upcase }}", '{{< status "draft" >}}', "{{% toc %}}"],
)
def test_variables_and_shortcodes_of_a_site_are_nothing_to_fill_in(project: Project, written: str) -> None:
    asks = f"# {written}\n\n## Context\n\n{written}\n\n[Why]\n"
    text = f"# {written}\n\n## Context\n\n{written}\n\nRain.\n"
    assert not check(str(project({"rfcs/TEMPLATE.md": asks, "rfcs/0001-gates.md": text}))).verdicts


def test_a_single_word_in_doubled_braces_is_to_be_filled_in(project: Project) -> None:
    files = {
        "rfcs/TEMPLATE.md": "# [Title]\n\n## Context\n\n{{why}}\n",
        "rfcs/0001-gates.md": "# Gates\n\n## Context\n\n{{why}}\n",
    }
    assert slugs(check(str(project(files)))) == {"placeholder-left": 1}


@pytest.mark.parametrize(
    "words",
    [
        "SET the `rfcid` above. DO NOT EDIT ANYTHING ELSE ABOVE THIS LINE.",
        "Please don't remove this comment, the site reads it.",
        "Follow what stands in these comments.\nFeel free to remove these comments as you go along.",
    ],
)
def test_comments_that_nobody_has_to_remove_may_stay(project: Project, words: str) -> None:
    asks = f"# [Title]\n\n<!-- {words} -->\n\n## Context\n\n[Why]\n"
    text = f"# Gates\n\n<!-- {words} -->\n\n## Context\n\nRain.\n"
    assert not check(str(project({"rfcs/TEMPLATE.md": asks, "rfcs/0001-gates.md": text}))).verdicts


def test_an_address_without_its_number_is_to_be_filled_in(project: Project) -> None:
    asks = "# [Title]\n\n## Links\n\n* Stage 0: https://example.com/pull/NNN\n"
    left = "# Gates\n\n## Links\n\n* Stage 0: https://example.com/pull/NNN\n* Plan: https://example.com/plan\n"
    report = check(str(project({"rfcs/TEMPLATE.md": asks, "rfcs/0001-gates.md": left})))
    assert said(report, "placeholder-left") == [
        ("rfcs/0001-gates.md", "placeholder left: Stage 0: https://example.com/pull/NNN")
    ]
    filled = left.replace("NNN", "7")
    assert not check(str(project({"rfcs/TEMPLATE.md": asks, "rfcs/0001-gates.md": filled}))).verdicts


CHOSEN = "# [Title]\n\n* Status: {}\n* Layers: frontend | backend\n\n## Context\n\n[Why]\n"
STATES = ["Proposed | Accepted | Obsolete", "(Proposed / Accepted / Obsolete)", "Proposed, Accepted or Obsolete"]


@pytest.mark.parametrize("asked", STATES)
@pytest.mark.parametrize("left", STATES)
def test_a_status_that_names_all_the_template_allows_makes_no_choice(project: Project, asked: str, left: str) -> None:
    text = f"# Gates\n\n* Status: {left}\n* Layers: frontend\n\n## Context\n\nRain.\n"
    report = check(str(project({"rfcs/TEMPLATE.md": CHOSEN.format(asked), "rfcs/0001-gates.md": text})))
    assert said(report, "field-invalid") == [("rfcs/0001-gates.md", f'Status "{left}" leaves the choice open')]


@pytest.mark.parametrize("chosen", ["Accepted", "Proposed (waits for a sponsor)"])
def test_one_of_the_states_is_a_choice(project: Project, chosen: str) -> None:
    text = f"# Gates\n\n* Status: {chosen}\n* Layers: frontend\n\n## Context\n\nRain.\n"
    files = {"rfcs/TEMPLATE.md": CHOSEN.format(STATES[1]), "rfcs/0001-gates.md": text}
    assert not check(str(project(files))).verdicts


@pytest.mark.parametrize(
    ("asked", "written", "role"),
    [
        ("accepted", "recommended", Role.ACTIVE),
        ("accepted", "ready-for-release", Role.ACTIVE),
        ("accepted", "exploring", Role.DRAFT),
        ("**0 (strawperson)**", "**2 (draft)**", Role.DRAFT),
        ("accepted", "discontinued", Role.DEPRECATED),
    ],
)
def test_a_stage_is_the_status_where_its_words_are_states(
    project: Project, asked: str, written: str, role: Role
) -> None:
    asks = f"# [Title]\n\n- Stage: {asked}\n- Date: 2020-01-02\n\n## Context\n\n[Why]\n"
    text = f"# Gates\n\n- Stage: {written}\n- Date: 2020-01-02\n\n## Context\n\nRain.\n"
    report = check(str(project({"rfcs/TEMPLATE.md": asks, "rfcs/0001-gates.md": text})))
    assert [one.role for one in report.documents] == [role]
    assert not report.verdicts


def test_a_stage_of_another_kind_is_no_status(project: Project) -> None:
    asks = "# [Title]\n\n- Stage: main hall\n- Date: 2020-01-02\n\n## Context\n\n[Why]\n"
    text = "# Gates\n\n- Stage: yard\n- Date: 2020-01-02\n\n## Context\n\nRain.\n"
    report = check(str(project({"rfcs/TEMPLATE.md": asks, "rfcs/0001-gates.md": text})))
    assert [one.status for one in report.documents] == [None]


@pytest.mark.parametrize("written", ["RFC Status", "ADR status", "Proposal Status", "KEP status"])
def test_the_status_of_a_kind_of_document_is_its_status(project: Project, written: str) -> None:
    asks = f"* Start Date: YYYY-MM-DD\n* {written}: draft / active\n\n# Summary\n\n[What]\n"
    text = f"* Start Date: 2022-12-16\n* {written}: active\n\n# Summary\n\nOne gate.\n"
    report = check(str(project({"0000-template.md": asks, "text/0001-gates.md": text})))
    assert [one.role for one in report.documents] == [Role.ACTIVE]
    assert not report.verdicts


def test_two_states_between_which_the_template_leaves_the_choice_are_a_choice(project: Project) -> None:
    asks = "* Start Date: YYYY-MM-DD\n* RFC Status: draft / active\n\n# Summary\n\n[What]\n"
    text = "* Start Date: 2022-12-16\n* RFC Status: draft / active\n\n# Summary\n\nOne gate.\n"
    report = check(str(project({"0000-template.md": asks, "text/0001-gates.md": text})))
    assert [found for _, found in said(report, "field-invalid")] == [
        'RFC Status "draft / active" leaves the choice open'
    ]


def test_a_status_of_something_else_is_not_that_of_the_document(project: Project) -> None:
    asks = "* Start Date: YYYY-MM-DD\n* Pipeline Status: done\n\n# Summary\n\n[What]\n"
    text = "* Start Date: 2022-12-16\n* Pipeline Status: done\n\n# Summary\n\nOne gate.\n"
    report = check(str(project({"0000-template.md": asks, "text/0001-gates.md": text})))
    assert [one.status for one in report.documents] == [None]


@pytest.mark.parametrize(
    "says",
    [
        "The reason this decision is required. This section might not always exist.",
        "Feel free to add any number of appendices as you see fit.",
        "If your gate has attributes like these, explain them here. If not, the section can be omitted.",
    ],
)
def test_a_section_that_is_left_to_the_author_is_not_demanded(project: Project, says: str) -> None:
    asks = f"# [Title]\n\n## Context\n\n[Why]\n\n## More\n\n{says}\n"
    text = "# Gates\n\n## Context\n\nRain.\n"
    assert not check(str(project({"rfcs/TEMPLATE.md": asks, "rfcs/0001-gates.md": text}))).verdicts


@pytest.mark.parametrize(
    "says",
    [
        "Answers to what readers will ask. Feel free to add any questions or omit questions that you feel are not\napplicable.",
        "> Answers to what readers will ask, or omit questions that do not apply.",
        "All of the sections of reference are optional. Say at least a word.",
    ],
)
def test_sections_that_are_all_left_to_the_author_are_not_demanded(project: Project, says: str) -> None:
    asks = f"# [Title]\n\n## Context\n\n[Why]\n\n## FAQ\n\n{says}\n\n### Why now?\n\n[Why]\n\n### Why gates?\n\n[Why]\n"
    text = "# Gates\n\n## Context\n\nRain.\n\n## FAQ\n\n### Why now?\n\nThe tide.\n"
    assert not check(str(project({"rfcs/TEMPLATE.md": asks, "rfcs/0001-gates.md": text}))).verdicts


def test_a_section_that_shares_only_its_name_does_not_decide_between_templates(project: Project) -> None:
    plain = "".join(f"## {name}\n\n[{name}]\n\n" for name in ("Summary", "Tutorial", "Reference", "Drawbacks", "Rest"))
    below = "".join(f"### {name}\n\n[{name}]\n\n" for name in ("Roles", "States", "Messages"))
    files = {
        "0000-template.md": f"# [Title]\n\n{plain}",
        "0000-template-protocol.md": f"# [Title]\n\n## Summary\n\n[Sum]\n\n## Tutorial\n\n[Tut]\n\n{below}## Drawbacks\n\n[Draw]\n",
        "text/0001-gates.md": "# Gates\n\n## Summary\n\nOne gate.\n\n## Tutorial\n\nOpen it.\n",
        "text/0002-locks.md": "# Locks\n\n## Summary\n\nOne lock.\n\n## Tutorial\n\n### Roles\n\nA keeper.\n\n## Drawbacks\n\nNone.\n",
    }
    report = check(str(project(files)))
    held = {one.path: one.requirement.path for one in report.verdicts if one.requirement}
    assert held == {"text/0001-gates.md": "0000-template.md", "text/0002-locks.md": "0000-template-protocol.md"}


def test_an_address_of_mail_without_its_scheme_is_told_as_that(project: Project) -> None:
    text = "# Gates\n\n## Context\n\nAsk [Ann](ann@example.org) or see [the shore](shore@home.md).\n"
    report = check(str(project({"rfcs/TEMPLATE.md": "# [Title]\n\n## Context\n\n[Why]\n", "rfcs/0001-gates.md": text})))
    assert [one.remedy for one in report.verdicts] == [
        "write mailto:ann@example.org",
        "mend the path, or remove the link",
    ]


def test_lines_of_one_value_are_joined_as_a_sentence(project: Project) -> None:
    asks = "- Feature: (fill me in with a name.\n  It is that of the file)\n- Owner: [name]\n\n# Summary\n\n[What]\n"
    text = "- Owner: Ann\n\n# Summary\n\nOne gate.\n"
    report = check(str(project({"rfcs/TEMPLATE.md": asks, "rfcs/0001-gates.md": text})))
    assert [one.remedy for one in report.verdicts] == [
        "add Feature to the header: (fill me in with a name. It is that of the file)"
    ]


def test_words_that_the_template_wants_in_every_document_are_an_answer(project: Project) -> None:
    note = "> This section should remain as is.\n\nPlease list your gate here with a link to its plan.\n"
    asks = f"# [Title]\n\n## Context\n\n[Why]\n\n## Gates\n\n{note}"
    text = f"# Gates\n\n## Context\n\nRain.\n\n## Gates\n\n{note}"
    assert not check(str(project({"rfcs/TEMPLATE.md": asks, "rfcs/0001-gates.md": text}))).verdicts
