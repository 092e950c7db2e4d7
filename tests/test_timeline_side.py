"""Templates with a side file in time: page and fields are those of one commit."""

from collections.abc import Callable
from pathlib import Path

import pytest

from conftest import Done
from gitrepo import Repo
from holdfast.engine.check import check
from samples import said

HOME = "keps/NNNN-kep-template"
PAGE = "# KEP-NNNN: Your short title\n\n## Summary\n\n[What]\n\n## Motivation\n\n[Why]\n"
FIELDS = "title: KEP Template\nstatus: provisional|implemented\n"
MORE = FIELDS + "owner: NAME\n"


def kep(name: str, *, number: int = 12, owner: str = "") -> dict[str, str]:
    """Return the files of one document, with an owner where one is given."""
    page = f"# KEP-{number}: {name}\n\n## Summary\n\nThis is what it is about.\n\n## Motivation\n\nThere was a reason for it.\n"
    fields = f"title: {name}\nstatus: implemented\n" + (f"owner: {owner}\n" if owner else "")
    return {f"keps/{number:04}-{name}/README.md": page, f"keps/{number:04}-{name}/kep.yaml": fields}


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    repo = Repo(tmp_path / "repo")
    repo.commit({f"{HOME}/README.md": PAGE, f"{HOME}/kep.yaml": FIELDS, **kep("ebb")})
    return repo


def asked(root: Path) -> dict[str, list[str]]:
    """Return what is missing, by document."""
    result = check(str(root))
    missing = [*said(result, "field-missing"), *said(result, "section-missing")]
    return {one.path.split("/")[-2]: [found for path, found in missing if path == one.path] for one in result.documents}


def test_a_field_that_came_later_is_not_asked_of_older_documents(repo: Repo) -> None:
    """The page of the template stayed as it was; only the side file changed."""
    repo.commit({f"{HOME}/kep.yaml": MORE})
    repo.commit(kep("flood", number=13))
    assert asked(repo.root) == {"0012-ebb": [], "0013-flood": ["no owner"]}


def test_a_section_that_came_later_leaves_the_fields_as_they_were(repo: Repo) -> None:
    repo.commit({f"{HOME}/README.md": PAGE + "\n## Risks\n\n[What may go wrong]\n"})
    repo.commit({f"{HOME}/kep.yaml": MORE, **kep("flood", number=13, owner="Ann")})
    assert asked(repo.root) == {"0012-ebb": [], "0013-flood": ["section `Risks` is missing"]}
    assert {one.status for one in check(str(repo.root)).documents} == {"implemented"}


def test_a_template_whose_folder_was_renamed_keeps_its_side_file(repo: Repo) -> None:
    repo.move(HOME, "keps/0000-kep-template")
    repo.commit({"keps/0000-kep-template/kep.yaml": MORE, **kep("flood", number=13)})
    assert asked(repo.root) == {"0012-ebb": [], "0013-flood": ["no owner"]}


def test_a_message_names_the_line_of_the_side_file_at_its_commit(repo: Repo) -> None:
    second = repo.commit({f"{HOME}/kep.yaml": MORE, **kep("flood", number=13)})
    repo.commit({f"{HOME}/kep.yaml": "# Fill this in.\n\n" + MORE + "approver: NAME\n"})
    [verdict] = [one for one in check(str(repo.root)).verdicts if one.slug == "field-missing"]
    assert verdict.requirement is not None
    assert tuple(verdict.requirement) == (f"{HOME}/kep.yaml@{second[:7]}", 3, "owner: NAME")
    assert verdict.remedy == "add it to kep.yaml"


def test_versions_and_the_way_to_the_latest_know_the_side_file(repo: Repo, holdfast: Callable[..., Done]) -> None:
    repo.commit({f"{HOME}/kep.yaml": MORE})
    lines = holdfast(repo.root, "template", "versions").out.splitlines()
    assert [line.split()[3:] for line in lines[2:]] == [["0", "+", "field", "owner"], ["1"]]
    done = holdfast(repo.root, "template", "diff", "keps/0012-ebb/README.md")
    assert done.out.splitlines()[1:] == ["demanded anew", "  owner", "left to mend in this document", "  no owner"]
