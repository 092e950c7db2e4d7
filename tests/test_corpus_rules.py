"""The rules about a whole corpus: numbers, dates, successors, and what rests on what."""

import pytest

from gitrepo import Repo
from holdfast.engine.check import check
from holdfast.model.severity import Severity
from records import ADR, LIVING, found, record
from samples import document, said, template


class TestNumberClash:
    SLUG = "number-clash"

    def test_the_later_name_is_told_of_the_earlier_one(self, project):
        files = {"0001-a.md": record(), "0002-apples.md": record(), "0002-pears.md": record()}
        assert found(project, files, self.SLUG) == [("docs/0002-pears.md", "number 0002 is taken by 0002-apples.md")]

    def test_history_knows_better_than_the_alphabet_which_is_the_later_one(self, tmp_path):
        repo = Repo(tmp_path / "project")
        repo.commit({**LIVING, "docs/0002-pears.md": record()})
        repo.commit({"docs/0002-apples.md": record()})
        assert said(check(str(repo.root)), self.SLUG) == [
            ("docs/0002-apples.md", "number 0002 is taken by 0002-pears.md")
        ]

    def test_numbers_are_compared_as_numbers(self, project):
        assert len(found(project, {"12-a.md": record(), "0012-b.md": record()}, self.SLUG)) == 1

    @pytest.mark.parametrize(
        "names",
        [
            ("0000-a.md", "0000-b.md"),  # waiting for a number
            ("NNNN-a.md", "NNNN-b.md"),
            ("12-cache.md", "12-cache-summary.md"),  # one extends the other
            ("12-cache.md", "12-cache.de.md"),
            ("2024-05-01-a.md", "2024-05-01-b.md"),  # dates
            ("2024-plans.md", "2024-review.md"),  # years
            ("1-2-a.md", "1-3-b.md"),  # chapter and section
            ("adr-7-a.md", "rfc-7-b.md"),  # two series
            ("01-a.md", "01-b.md", "02-c.md", "02-d.md", "03-e.md", "03-f.md"),  # chapters
            ("05-a.md", "05-b.md", "05-c.md", "05-d.md", "06-e.md"),
        ],
        ids=" ".join,
    )
    def test_what_is_no_number_of_its_own_does_not_clash(self, project, names):
        assert found(project, {name: record(title=name) for name in names}, self.SLUG) == []

    def test_what_one_commit_added_under_one_first_word_shares_its_number_on_purpose(self, tmp_path):
        repo = Repo(tmp_path / "project")
        repo.commit(LIVING)
        repo.commit({"docs/03-audit-full.md": record(), "docs/03-audit-alternatives.md": record()})
        assert said(check(str(repo.root)), self.SLUG) == []
        repo.commit({"docs/03-audit-later.md": record()})
        assert len(said(check(str(repo.root)), self.SLUG)) == 1

    def test_folders_carry_numbers_too(self, project):
        page = "# [Title]\n\n## Context\n\n[Why]\n\n## Decision\n\n[What]\n"
        files = {
            "docs/NNNN-template/README.md": page,
            **{f"docs/{name}/README.md": record() for name in ("0007-a", "0007-b", "0008-c")},
        }
        root = project(files)
        assert said(check(str(root)), self.SLUG) == [
            ("docs/0007-b/README.md", "number 0007 is taken by ../0007-a/README.md")
        ]


class TestDateEarly:
    SLUG = "date-early"

    @pytest.fixture
    def repo(self, tmp_path):
        repo = Repo(tmp_path / "project")
        repo.commit({"holdfast.toml": LIVING["holdfast.toml"], "docs/a.md": document("A", date="2019-01-01")})
        repo.commit({"docs/TEMPLATE.md": template()}, days=60)
        return repo

    def said(self, repo):
        return said(check(str(repo.root)), self.SLUG)

    def test_a_date_of_long_before_the_template_is_told(self, repo):
        repo.commit({"docs/b.md": document("B", date="2023-01-31")})
        assert self.said(repo) == [
            ("docs/b.md", "Date 2023-01-31 is 13 months before the document was first committed")
        ]

    @pytest.mark.parametrize(
        "date", ["2024-01-02", "November 2023", "2023", "2023-01-31 (last changed March 2024)", "some day"]
    )
    def test_a_date_that_is_plausible_or_none_is_not(self, repo, date):
        repo.commit({"docs/b.md": document("B", date=date)})
        assert self.said(repo) == []

    def test_months_and_years_are_read_too(self, repo):
        repo.commit({"docs/b.md": document("B", date="January 2023"), "docs/c.md": document("C", date="3 Jan. 2023")})
        assert [path for path, _ in self.said(repo)] == ["docs/b.md", "docs/c.md"]

    def test_a_document_of_the_first_commit_may_be_older_than_the_history(self, repo):
        assert self.said(repo) == []

    def test_early_dates_that_differ_are_the_real_ages_of_documents_from_elsewhere(self, repo):
        dates = ("2019-03-04", "2020-07-08", "2021-11-12")
        repo.commit({f"docs/{date}.md": document("B", date=date) for date in dates})
        assert self.said(repo) == []

    def test_the_example_of_the_template_is_left_to_its_own_rule(self, repo):
        repo.commit(
            {"docs/TEMPLATE.md": template().replace("[YYYY-MM-DD]", "[Month Year - e.g., January 2023]")}, days=30
        )
        repo.commit({"docs/b.md": document("B", date="January 2023")})
        result = check(str(repo.root))
        assert len(said(result, "field-example")) == 1
        assert said(result, self.SLUG) == []

    def test_without_history_nothing_is_said(self, project):
        assert (
            found(project, {"docs/TEMPLATE.md": template(), "b.md": document("B", date="2001-02-03")}, self.SLUG) == []
        )


class TestSuccessors:
    @pytest.mark.parametrize(
        "status",
        ["Superseded", "superseded (2026-07-27)", "Superseded on 3 May 2024.", "**Superseded**", "Superceded by"],
    )
    def test_a_bare_word_names_no_successor(self, project, status):
        files = {"0001-a.md": record(status=status), "0002-b.md": record()}
        assert [path for path, _ in found(project, files, "successor-missing")] == ["docs/0001-a.md"]

    @pytest.mark.parametrize(
        ("status", "header", "decision"),
        [
            ("Superseded by 0002", "", "We do it."),
            ("Superseded by [ADR 2](0002-b.md)", "", "We do it."),
            ("Superseded by `0002-b` (2024-05-06)", "", "We do it."),
            ("Superseded by WordPress 6.6", "", "We do it."),
            ("Superseded", "**Superseded by:** ADR-2\n", "We do it."),
            ("Superseded", "**Related:** [b](0002-b.md) (supersedes this)\n", "We do it."),
            ("Superseded", "", "This decision is superseded. Subscriptions now feed the store."),
            ("Superseded", "", "この決定は、[b](0002-b.md)により置き換えられた。"),
            ("Deprecated", "", "We do it."),
            ("Withdrawn", "", "We do it."),
        ],
    )
    def test_whatever_tells_what_came_after_will_do(self, project, status, header, decision):
        files = {"0001-a.md": record(decision, status=status, header=header), "0002-b.md": record()}
        assert found(project, files, "successor-missing") == []

    def test_it_is_an_error(self, project):
        root = project({**LIVING, "docs/0001-a.md": record(status="Superseded"), "docs/0002-b.md": record()})
        assert [one.severity for one in check(str(root)).verdicts if one.slug == "successor-missing"] == [
            Severity.ERROR
        ]

    @pytest.mark.parametrize(
        ("status", "later"),
        [
            ("Superseded by [this](0002-b.md)", "We do it in another way."),
            ("Superseded by ADR-0002", "It took 14 days."),
            ("Superseded by 2", "It took 10 days."),
        ],
    )
    def test_a_successor_that_says_nothing_of_what_it_replaced_is_told(self, project, status, later):
        files = {
            "0001-feet.md": record(status=status, title="Heights in feet"),
            "0002-b.md": record(later, title="Metres"),
        }
        assert found(project, files, "successor-silent") == [
            ("docs/0002-b.md", "superseded 0001-feet.md, and does not mention it")
        ]

    @pytest.mark.parametrize(
        "later",
        ["See [feet](0001-feet.md).", "This replaces ADR-1.", "Heights in feet were too long.", "As in `0001-feet`."],
    )
    def test_a_link_a_number_or_a_title_is_a_mention(self, project, later):
        files = {
            "0001-feet.md": record(status="Superseded by 0002", title="Heights in feet"),
            "0002-b.md": record(later),
        }
        assert found(project, files, "successor-silent") == []

    def test_a_successor_that_is_not_there_is_not_told(self, project):
        assert (
            found(
                project, {"0001-a.md": record(status="Superseded by 0009"), "0002-b.md": record()}, "successor-silent"
            )
            == []
        )


class TestDeprecatedCited:
    SLUG = "deprecated-cited"

    def told(self, project, text, *, header="", status="Deprecated", own="Accepted"):
        files = {"0001-old.md": record(status=status), "0002-new.md": record(text, header=header, status=own)}
        return found(project, files, self.SLUG)

    @pytest.mark.parametrize("status", ["Deprecated", "Superseded by 0003"])
    def test_a_link_to_what_is_not_in_force_is_told(self, project, status):
        [(path, text)] = self.told(project, "Keys are made as [0001](0001-old.md) says.", status=status)
        assert (path, text) == ("docs/0002-new.md", f"rests on 0001-old.md, which is {status}")

    def test_it_is_told_once_for_each_document(self, project):
        assert len(self.told(project, "Keys follow [0001](0001-old.md). Values follow [0001](0001-old.md).")) == 1

    def test_a_field_that_says_what_is_needed_counts(self, project):
        assert len(self.told(project, "We do it.", header="**Requires:** 1, 5\n")) == 1

    @pytest.mark.parametrize(
        "text",
        [
            "This replaces [0001](0001-old.md).",
            "Unlike [0001](0001-old.md), we keep keys short.",
            "- It supersedes:\n  - [0001](0001-old.md)",
            "We do it.\n\n## References\n\n- [0001](0001-old.md)",
            "We do it.\n\n## Prior art\n\nKeys follow [0001](0001-old.md).",
        ],
    )
    def test_history_is_not_resting(self, project, text):
        assert self.told(project, text) == []

    @pytest.mark.parametrize("header", ["**Related:** [0001](0001-old.md)\n", "**Supersedes:** [0001](0001-old.md)\n"])
    def test_other_fields_of_the_header_do_not_count(self, project, header):
        assert self.told(project, "We do it.", header=header) == []

    def test_who_is_not_in_force_rests_on_what_it_likes(self, project):
        assert self.told(project, "Keys follow [0001](0001-old.md).", own="Rejected") == []

    def test_a_document_of_another_folder_counts(self, project):
        other = {
            path.replace("docs/", "adr/"): text
            for path, text in {
                "docs/TEMPLATE.md": ADR,
                "docs/0001-old.md": record(status="Rejected"),
                "docs/0002-b.md": record(),
            }.items()
        }
        files = {**other, "a.md": record("Keys follow [0001](../adr/0001-old.md).")}
        assert found(project, files, self.SLUG) == [("docs/a.md", "rests on ../adr/0001-old.md, which is Rejected")]


class TestRelated:
    def test_only_those_that_have_related_documents_themselves_are_asked(self, project):
        files = {
            "a.md": record(header="**Related:** [B](b.md), [C](c.md), [D](d.md)\n"),
            "b.md": record(header="**Related:** [A](a.md)\n"),
            "c.md": record(),
            "d.md": record(header="**Related:** [B](b.md)\n"),
        }
        told = found(project, files, "related-one-way")
        assert told == [
            ("docs/a.md", "not named under Related in d.md"),
            ("docs/d.md", "not named under Related in b.md"),
        ]

    def test_what_is_no_longer_in_force_is_not_asked(self, project):
        files = {
            "a.md": record(header="**Related:** [B](b.md)\n"),
            "b.md": record(status="Deprecated", header="**Related:** [C](c.md)\n"),
            "c.md": record(),
        }
        assert found(project, files, "related-one-way") == []
