"""Rules about one document: what they let pass, and where they speak besides the example on their page."""

from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st

from holdfast.binding.document import Document
from holdfast.binding.lengths import sentences
from holdfast.binding.lookup import Lookup
from holdfast.engine.check import check
from holdfast.model.severity import Severity
from holdfast.template.compile import compile_template

HEAD = "# [Title]\n\n**Status:** [Draft | Active]\n\n"
TOP = "# Cache\n\n**Status:** Active\n\n"


def said(slug, template, document):
    """Return what a rule says of a document, with the line, whatever its severity is."""
    schema = compile_template((HEAD + template).encode(), "TEMPLATE.md", "design")
    bound = Document("document.md", (TOP + document).encode(), Lookup(schema))
    found = []

    def report(span, text, remedy, *, requirement=None, sure=True, cap=None, fix=None, others=()):
        assert remedy
        assert 0 <= span.start <= span.end <= len(bound.parse.source)
        found.append((bound.parse.line(span.start) - TOP.count("\n"), text))

    import_module(f"holdfast.rules.{slug.replace('-', '_')}").judge(bound, report)
    return found


class TestItems:
    LIBRARIES = "## Libraries\n\n- [Library 1 with link and version]\n"
    RESEARCH = "## Research\n\n- [Finding 1 with source]\n"

    @pytest.mark.parametrize(
        "item",
        [
            "[lru](https://example.org) 1.2",
            "[lru][1] v3",
            "<https://example.org/lru> 2024",
            "https://example.org/lru/1.2.3",
            "docs.rs/lru 0.12",
            "[lru](https://example.org), `^4`",
            "lru[^1] 2.x",
            "None",
            "None yet, see the open questions",
            "N/A",
            "TBD",
            "[Library 1 with link and version]",
        ],
    )
    def test_an_item_with_all_that_is_asked_for_or_no_answer_at_all_is_silent(self, item):
        document = f"## Libraries\n\n- {item}\n\n[1]: https://example.org\n\n[^1]: https://example.org\n"
        assert said("item-incomplete", self.LIBRARIES, document) == []

    @pytest.mark.parametrize(
        ("item", "lacks"),
        [
            ("lru", "link and no version"),
            ("[lru](https://example.org)", "version"),
            ("lru 1.2", "link"),
            ("[lru](https://example.org) stable", "version"),
        ],
    )
    def test_an_item_that_lacks_something_says_what(self, item, lacks):
        ((line, text),) = said("item-incomplete", self.LIBRARIES, f"## Libraries\n\n- {item}\n")
        assert line == 3
        assert text.endswith(f"has no {lacks}")

    def test_one_kind_of_item_has_to_fit_where_the_template_shows_several(self):
        template = "## References\n\n- [Paper with link]\n- [Book with version]\n"
        assert said("item-incomplete", template, "## References\n\n- Some book 2019\n- <https://example.org>\n") == []
        assert len(said("item-incomplete", template, "## References\n\n- Some book\n- Some paper\n")) == 1

    def test_lists_below_a_heading_of_the_documents_own_are_left_alone(self):
        assert said("item-incomplete", self.LIBRARIES, "## Libraries\n\n### Ours\n\n- lru\n") == []

    @pytest.mark.parametrize(
        "item",
        [
            "Reads repeat (Smith 2019)",
            "Reads repeat [3]",
            "Reads repeat, according to the operators",
            "Reads repeat - Fielding",
            "Smith: reads repeat",
            "Reads repeat, see RFC 9111",
            "[Reads](https://example.org) repeat",
            "None",
        ],
    )
    def test_a_source_is_recognised_in_many_forms(self, item):
        assert said("finding-unsourced", self.RESEARCH, f"## Research\n\n- {item}\n") == []

    def test_a_finding_without_a_source_is_told_once_for_the_list(self):
        found = said("finding-unsourced", self.RESEARCH, "## Research\n\n- Reads repeat\n- Writes do not\n")
        assert found == [(3, '"Reads repeat" names no source; 2 findings like this')]

    def test_a_section_that_names_its_sources_in_a_sentence_is_left_alone(self):
        assert said("finding-unsourced", self.RESEARCH, "## Research\n\nBased on a talk.\n\n- Reads repeat\n") == []

    def test_a_section_is_judged_by_one_of_the_two_rules(self):
        document = "## Research\n\n- Reads repeat\n"
        assert said("item-incomplete", self.RESEARCH, document) == []


class TestLabels:
    DESIGN = "## Design\n\n### [Component]\n\n**Rationale:** [Why this approach?]\n"

    @pytest.mark.parametrize(
        "label",
        [
            "**Rationale:** Paths are not unique.",
            "**Rationale** Paths are not unique.",
            "Rationale: paths are not unique.",
            "- *Rationale:* paths are not unique.",
            "#### Rationale\n\nPaths are not unique.",
            "#### 3.1.1 Design rationale\n\nPaths are not unique.",
            "| Rationale | Paths are not unique. |\n|---|---|",
            "**Why:** paths are not unique.",
            "**Why this and nothing else?** Paths are not unique.",
            "> 💡 **Rationale:** paths are not unique.",
        ],
    )
    def test_a_label_is_recognised_however_it_is_written(self, label):
        assert said("label-missing", self.DESIGN, f"## Design\n\n### Keys\n\nHashes.\n\n{label}\n") == []

    def test_a_label_may_be_written_in_any_script(self):
        template = self.DESIGN.replace("Rationale", "Обоснование")
        assert said("label-missing", template, "## Design\n\n### Keys\n\n**Обоснование:** пути.\n") == []
        assert len(said("label-missing", template, "## Design\n\n### Keys\n\nПути.\n")) == 1

    def test_a_word_in_a_sentence_is_no_label(self):
        found = said("label-missing", self.DESIGN, "## Design\n\n### Keys\n\nThis has a rationale that nobody knows.\n")
        assert found == [(3, "`Keys` has no Rationale")]

    def test_a_heading_beside_the_components_answers_for_all_of_them(self):
        document = "## Design\n\n### Keys\n\nHashes.\n\n### Rationale\n\nPaths are not unique.\n"
        assert said("label-missing", self.DESIGN, document) == []

    def test_an_empty_component_is_told_as_empty_only(self):
        assert said("label-missing", self.DESIGN, "## Design\n\n### Keys\n\nTBD\n") == []

    def test_a_remark_of_the_template_is_no_label(self):
        template = "## Design\n\n**Note:** Keep it short.\n\n[What]\n"
        assert said("label-missing", template, "## Design\n\nHashes.\n") == []

    def test_advice_is_never_more_than_a_note(self, project):
        template = (
            "## Design\n\n### [Component]\n\n**Rationale:** [Why?]\n\n**Cost:** [How much?] <!-- holdfast: advice -->\n"
        )
        root = project(
            {"docs/TEMPLATE.md": HEAD + template, "docs/cache.md": TOP + "## Design\n\n### Keys\n\nHashes.\n"}
        )
        found = [one for one in check(str(root)).verdicts if one.slug == "label-missing"]
        assert [(one.found, one.severity) for one in found] == [
            ("`Keys` has no Cost", Severity.NOTE),
            ("`Keys` has no Rationale", Severity.WARNING),
        ]

    @pytest.mark.parametrize(
        "end",
        [
            "**Key Takeaway:** Cache.",
            "Takeaways: cache.",
            "## Key takeaways\n\nCache.",
            "---\n\n> **Takeaway:** cache.",
            "## Conclusion\n\nCache.",
        ],
    )
    def test_the_closing_label_may_stand_anywhere_in_any_form(self, end):
        template = "## Context\n\n[Why]\n\n---\n\n**Key Takeaway:** [What to remember]\n"
        assert said("takeaway-missing", template, f"## Context\n\nSlow.\n\n{end}\n") == []

    def test_a_closing_label_that_promises_only_is_told(self):
        template = "## Context\n\n[Why]\n\n---\n\n**Key Takeaway:** [What to remember]\n"
        found = said("takeaway-missing", template, "## Context\n\nSlow.\n\n**Key Takeaway:** TBD\n")
        assert found == [(5, 'Key Takeaway only says "TBD"')]

    def test_a_closing_line_with_words_of_its_own_is_not_demanded(self):
        assert (
            said("takeaway-missing", "## Context\n\n[Why]\n\n---\n\n**License:** CC0\n", "## Context\n\nSlow.\n") == []
        )


class TestNumbers:
    TEMPLATE = "## 1. Context\n\n[Why]\n"

    @staticmethod
    def headings(*numbers):
        return "".join(
            f"{'#' * (2 + number.rstrip('.').count('.'))} {number} Heading {place}\n\nText.\n\n"
            for place, number in enumerate(numbers)
        )

    @pytest.mark.parametrize(
        "numbers",
        [
            ("1.", "2.", "3."),
            ("2.", "3.", "4."),
            ("1.", "3."),
            ("1.", "2.", "4.", "6."),
            ("1.", "2.", "7."),
            ("1.", "2.", "4.", "1.", "2."),
            ("1.", "2.", "2.", "4."),
            ("3.", "2.", "1."),
            ("1.", "1.1", "1.2", "2.", "2.1", "3."),
            ("1.", "4.1", "2.", "3."),
        ],
    )
    def test_numbers_in_order_and_ways_of_numbering_are_left_alone(self, numbers):
        assert said("number-gap", self.TEMPLATE, self.headings(*numbers)) == []

    def test_a_heading_without_a_number_may_take_the_place_of_the_missing_one(self):
        document = "## 1. A\n\nText.\n\n## 2. B\n\nText.\n\n## C\n\nText.\n\n## 4. D\n\nText.\n"
        assert said("number-gap", self.TEMPLATE, document) == []

    def test_the_number_of_a_section_that_is_left_out_may_be_missing(self):
        template = "## 1. A\n\n[a]\n\n## 2. B\n\n[b]\n\n## 3. C (if applicable)\n\n[c]\n\n## 4. D\n\n[d]\n"
        document = "## 1. A\n\nText.\n\n## 2. B\n\nText.\n\n## 4. D\n\nText.\n"
        assert said("number-gap", template, document) == []
        assert said("number-gap", self.TEMPLATE, document) == [(9, "section 4 follows section 2")]

    def test_children_that_count_under_another_parent_are_told_once(self):
        document = self.headings("1.", "2.", "3.", "2.1", "2.2")
        assert said("number-gap", self.TEMPLATE, document) == [(13, "section 2.1 stands under section 3")]


class TestText:
    @pytest.mark.parametrize(
        "text",
        [
            "caf\u00e9 \u2014 plain",
            "co\u00adoperate",
            "\U0001f469\u200d\U0001f680 \u2764\ufe0f\u200d\U0001f525 \U0001f3f3\ufe0f\u200d\U0001f308",
            "\U0001f468\U0001f3fd\u200d\U0001f4bb",
            "\U0001f3f4\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
            "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
            "\u0915\u094d\u200d\u0937",
            "\u0e2a\u0e27\u0e31\u0e2a\u0e14\u0e35\u200b\u0e04\u0e23\u0e31\u0e1a",
            "**\u300c\u6587\u300d**\u200b\u306e",
        ],
    )
    def test_what_a_script_or_an_emoji_needs_is_left_alone(self, text):
        assert said("text-invisible", "## A\n\n[a]\n", f"## A\n\n{text}\n") == []

    @pytest.mark.parametrize(
        "char", ["\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u3164", "\u180e", "\U000e0041"]
    )
    def test_an_invisible_character_between_latin_letters_is_told(self, char):
        ((line, found),) = said("text-invisible", "## A\n\n[a]\n", f"## A\n\nuser{char}name\n")
        assert line == 3
        assert found.startswith(f"U+{ord(char):04X}")

    @pytest.mark.parametrize("char", [*map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A))])
    def test_every_bidirectional_control_is_told(self, char):
        assert len(said("text-bidirectional", "## A\n\n[a]\n", f"## A\n\nx{char}y\n")) == 1
        assert said("text-invisible", "## A\n\n[a]\n", f"## A\n\nx{char}y\n") == []

    def test_bytes_that_are_no_text_are_no_reason_to_fail(self):
        schema = compile_template(HEAD.encode(), "TEMPLATE.md", "design")
        bound = Document("document.md", b"# A\n\n\xe2\x80x\xff\xe2\x80\x8b\xfe y\xe2\n", Lookup(schema))
        for name in ("text_invisible", "text_bidirectional"):
            import_module(f"holdfast.rules.{name}").judge(bound, lambda *args, **more: None)

    def test_sentences_are_counted_low(self):
        counts = {
            "": 0,
            "One": 1,
            "One. Two! Three?": 3,
            "We use e.g. Redis, i.e. a store. It is v1.2. Done": 3,
            "See Fig. 3 and Dr. Smith. Then rest.": 2,
            "Wait... What?": 1,
            "TLS 1.3 and HTTP/1.1 by J. Doe.": 1,
            "In short:": 0,
            "\u4ed6\u6765\u4e86\u3002\u6211\u8d70\u4e86\u3002": 2,
            '"Really?" she asked. "Yes."': 2,
        }
        assert {text: sentences(text) for text in counts} == counts

    @given(st.text(max_size=300))
    def test_any_text_has_a_length(self, text):
        assert sentences(text) >= 0


class TestLengths:
    @pytest.mark.parametrize(
        ("asked", "text", "count"),
        [
            ("[One paragraph]", "One.\n\nTwo.", 0),
            ("[One paragraph]", "One.\n\nTwo.\n\nThree.", 1),
            ("[No more than 4 words]", "one two three four five", 0),
            ("[No more than 4 words]", "one two three four five six", 1),
            ("[10 characters or less]", "ten chars.", 0),
            ("[10 characters or less]", "eleven char", 1),
            ("[2-3 sentences]", "We do. They do. You do. I may.", 0),
            ("[2-3 sentences]", "We do. They do. You do. I may. Who else?", 1),
            (
                "[2-3 sentences]",
                "We do.\n\n- They do.\n- You do.\n- I may.\n\n> He did. She did.\n\n```text\nM. N. O.\n```",
                0,
            ),
        ],
    )
    def test_only_what_is_clearly_longer_is_told(self, asked, text, count):
        assert len(said("length-exceeded", f"## A\n\n{asked}\n", f"## A\n\n{text}\n")) == count

    def test_a_header_field_and_a_closing_label_have_lengths_too(self):
        template = "## A\n\n[a]\n\n---\n\n**Key Takeaway:** [1-2 sentences]\n"
        document = "## A\n\nText.\n\n---\n\n**Key Takeaway:** We do. They do.\nYou do. I may.\n"
        assert said("length-exceeded", template, document) == [
            (7, "`Key Takeaway` has 4 sentences; the template asks for at most 2")
        ]


class TestAnswers:
    @pytest.mark.parametrize("cell", ["pending", "unknown", "-", "open", "???", "TBD: who decides", "later"])
    def test_a_cell_that_may_mean_what_it_says_is_left_alone(self, cell):
        template = "## A\n\n| Name | State |\n|---|---|\n| [Name] | [State] |\n"
        assert said("answer-open", template, f"## A\n\n| Name | State |\n|---|---|\n| x | {cell} |\n") == []

    def test_a_label_of_the_section_counts(self):
        template = "## A\n\n**Owner:** [Who]\n\n[a]\n"
        found = said("answer-open", template, "## A\n\nText.\n\n**Owner:** to be decided\n")
        assert found == [(5, 'part of `A` only says "to be decided"')]

    def test_a_section_that_is_open_as_a_whole_is_told_as_empty_only(self):
        assert said("answer-open", "## A\n\n[a]\n", "## A\n\n- TBD\n") == []

    def test_what_the_template_itself_says_is_a_placeholder(self):
        assert said("answer-open", "## A\n\n- TODO\n", "## A\n\nText.\n\n- TODO\n") == []

    def test_a_missing_measurement_is_told_by_one_rule(self):
        template = "## A\n\n| Metric | Target | Actual |\n|---|---|---|\n| [m] | [t] | [a] |\n"
        document = "## A\n\nText.\n\n| Metric | Target | Actual |\n|---|---|---|\n| x | < 1 s | TBD |\n"
        assert said("answer-open", template, document) == []
        assert said("measurement-missing", template, document) == [(7, "no Actual for x")]


class TestMeasures:
    TEMPLATE = "## A\n\n| Metric | Target | Actual/Expected |\n|---|---|---|\n| [Metric] | [Target] | [Value] |\n"

    def table(self, *rows, head="| Metric | Target | Actual |"):
        return f"## A\n\n{head}\n|---|---|---|\n" + "".join(f"{row}\n" for row in rows)

    @pytest.mark.parametrize(
        "cell",
        [
            "",
            " ",
            "-",
            "\u2014",
            "?",
            "___",
            "TBD",
            "not measured",
            "**not yet tested**",
            "to be measured",
            "[to be filled]",
            "\u2026",
        ],
    )
    def test_a_cell_that_says_nothing_is_a_missing_measurement(self, cell):
        assert said("measurement-missing", self.TEMPLATE, self.table(f"| x | < 1 s | {cell} |")) == [
            (5, "no Actual for x")
        ]

    @pytest.mark.parametrize(
        "row",
        [
            "| x | < 1 s | N/A |",
            "| x | < 1 s | fast enough |",
            "| x | | |",
            "| x | TBD | |",
            "| [Metric] | [Target] | [Value] |",
            "| x | < 1 s | 0 |",
        ],
    )
    def test_words_and_rows_without_a_target_are_left_alone(self, row):
        assert said("measurement-missing", self.TEMPLATE, self.table(row)) == []

    def test_the_unit_may_stand_in_the_header(self):
        head = "| Metric | Target (ms) | Measured (ms) |"
        assert len(said("target-missed", self.TEMPLATE, self.table("| x | < 20 | 25 |", head=head))) == 1
        head = "| Metric | Target (ms) | Measured (s) |"
        assert said("target-missed", self.TEMPLATE, self.table("| x | < 20 | 25 |", head=head)) == []

    def test_a_measured_value_goes_before_an_expected_one(self):
        document = "## A\n\n| Metric | Target | Expected | Measured |\n|---|---|---|---|\n| x | < 1 s | 2 s | 0.5 s |\n"
        assert said("target-missed", self.TEMPLATE, document) == []

    def test_two_columns_of_one_kind_are_left_to_people(self):
        document = (
            "## A\n\n| Metric | Target p50 | Target p99 | Actual |\n|---|---|---|---|\n| x | < 1 s | < 2 s | 3 s |\n"
        )
        assert said("target-missed", self.TEMPLATE, document) == []

    def test_a_table_in_a_section_without_one_in_the_template_is_left_alone(self):
        assert said("target-missed", "## A\n\n[a]\n", self.table("| x | < 1 s | 2 s |")) == []


class TestLanguages:
    TEMPLATE = "## Python API\n\n```python\n# Example\n```\n"

    @pytest.mark.parametrize("info", ["python", "py", "python3 title='x'", "{.python}", "Py", "sh", "json", "", "text"])
    def test_aliases_data_commands_and_unnamed_blocks_are_left_alone(self, info):
        assert said("language-differs", self.TEMPLATE, f"## Python API\n\n```{info}\nx\n```\n") == []

    def test_one_block_in_the_language_is_enough(self):
        assert (
            said("language-differs", self.TEMPLATE, "## Python API\n\n```rust\nx\n```\n\n### More\n\n```py\nx\n```\n")
            == []
        )

    def test_a_language_that_only_an_example_has_is_worth_a_note(self, project):
        template = "## Usage\n\n```python\n# Example\n```\n\n## Python API\n\n```python\n# Example\n```\n"
        document = "## Usage\n\n```go\nx\n```\n\n## Python API\n\n```go\nx\n```\n"
        root = project({"docs/TEMPLATE.md": HEAD + template, "docs/cache.md": TOP + document})
        found = [one.severity for one in check(str(root)).verdicts if one.slug == "language-differs"]
        assert found == [Severity.NOTE, Severity.WARNING]


class TestComments:
    def test_a_template_that_lets_its_comments_stay_is_obeyed(self):
        template = (
            "<!-- You can leave these HTML comments in your document. -->\n\n## A\n\n<!-- Say why this is needed. -->\n"
        )
        assert said("comment-left", template, "## A\n\n<!-- Say why this is needed. -->\nText.\n") == []

    def test_comments_for_programs_waivers_and_comments_in_code_are_left_alone(self):
        template = "<!-- markdownlint-disable MD013 MD033 -->\n\n## A\n\n<!-- Say why this is needed. -->\n"
        document = (
            "<!-- markdownlint-disable MD013 MD033 -->\n<!-- holdfast: waive section-empty because of the move -->\n\n## A\n\n"
            "```html\n<!-- Say why this is needed. -->\n```\n\nand `<!-- Say why this is needed. -->`\n"
        )
        assert said("comment-left", template, document) == []

    def test_many_are_told_once(self):
        template = "## A\n\n<!-- Say why this is needed. -->\n\n## B\n\n<!-- Say what will be done. -->\n"
        document = "## A\n\n<!-- Say why this is needed. -->\n\n## B\n\n<!-- Say what will be done. -->\n"
        assert said("comment-left", template, document) == [
            (3, "a comment of the template is left: Say why this is needed.; 2 are left in all")
        ]

    def test_a_comment_makes_no_new_version(self):
        def version(comment):
            return compile_template(f"{HEAD}## A\n\n{comment}\n[a]\n".encode(), "TEMPLATE.md", "design").version

        assert version("<!-- Say why this is needed. -->") == version("<!-- Say why this is wanted. -->") == version("")
