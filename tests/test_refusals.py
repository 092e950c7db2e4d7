"""What is said when a configuration cannot be followed: where, what, and what would be valid."""

from collections.abc import Callable
from pathlib import Path

import pytest

from holdfast.engine.check import check
from holdfast.errors import UsageError
from samples import document

Project = Callable[..., Path]


def refusal(root: Path, text: str, name: str = "holdfast.toml") -> UsageError:
    """Return what is raised for a configuration."""
    (root / name).write_text(text)
    with pytest.raises(UsageError) as caught:
        check(str(root))
    return caught.value


REFUSED = {
    # what is written: (line, what the message starts with, what the remedy holds)
    "unknown key": (
        '# hi\n\nexlude = ["a"]\n',
        3,
        "exlude: no such key",
        "did you mean 'exclude'?",
    ),
    "key with underscore": ('fail_on = "note"\n', 1, "fail_on: no such key", "did you mean 'fail-on'?"),
    "far from every key": ("zzz = 1\n", 1, "zzz: no such key", "valid are aliases"),
    "severity": (
        'fail-on = "eror"\n',
        1,
        "fail-on: 'eror' is no severity",
        "did you mean 'error'? valid are error, never, note, warning",
    ),
    "severity of a rule": (
        '\n[severity]\n\nfield-missing = "warn"\n',
        4,
        "severity.field-missing: 'warn' is no severity",
        "did you mean 'warning'?",
    ),
    "role of a rule": (
        '[severity]\nfield-missing = { actve = "note" }\n',
        2,
        "severity.field-missing.actve: 'actve' is no role",
        "did you mean 'active'?",
    ),
    "severity in a role": (
        '[severity.field-missing]\ndraft = "note"\nactive = "bad"\n',
        3,
        "severity.field-missing.active: 'bad' is no severity",
        "valid are error, note, off, warning",
    ),
    "default role": (
        'default-status = "live"\n',
        1,
        "default-status: 'live' is no role",
        "valid are active, deprecated, draft, pointer, research, superseded",
    ),
    "role of a word": (
        '[status]\nShipped = "actve"\n',
        2,
        "status.Shipped: 'actve' is no role",
        "did you mean 'active'?",
    ),
    "share": ("unbound-below = 20\n", 1, "unbound-below: 20 is no share", "a number from 0 to 1"),
    "truth for a share": ("unbound-below = true\n", 1, "unbound-below: True is no share", "a number from 0 to 1"),
    "number for patterns": ("exclude = 3\n", 1, "exclude: wants a string or a list of strings", "such as"),
    "list of numbers": ("exclude = ['a', 3]\n", 1, "exclude: wants a string or a list of strings", "such as"),
    "text for a table": ('\nseverity = "error"\n', 2, "severity: wants a table", "[severity]"),
    "text for a type": ('[type]\nplan = "x"\n', 2, "type.plan: wants a table", "[type.plan]"),
    "type without template": (
        '[type.plan]\ndocuments = ["a"]\n',
        1,
        "type.plan.template: wants the path",
        "builtin:adr",
    ),
    "type without documents": (
        '\n[type.plan]\ntemplate = "builtin:adr"\n',
        2,
        "type.plan.documents: wants at least one pattern",
        "such as",
    ),
    "unknown key of a type": (
        '[type.a]\ntemplate = "builtin:adr"\ndocuments = "a"\n\n[type.b]\ntemplat = "builtin:adr"\ndocuments = "b"\n',
        6,
        "type.b.templat: no such key",
        "did you mean 'template'? valid are ",
    ),
    "side file": (
        '[type.plan]\ntemplate = "builtin:adr"\ndocuments = "a"\nside-file = 3\n',
        4,
        "type.plan.side-file: wants a file name",
        "kep.yaml",
    ),
    "unknown key of a language": (
        '[verify.python]\nchekcer = "ty"\n',
        2,
        "verify.python.chekcer: no such key",
        "did you mean 'checker'?",
    ),
    "unknown language": ('[verify.pyton]\nchecker = "ty"\n', 1, "verify.pyton: no such language", "'python'?"),
    "no TOML": ('a = "b"\nb = \n', 2, "cannot be read", "--config"),
}


@pytest.mark.parametrize(("text", "line", "found", "remedy"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_followed_is_refused_with_its_line(
    project: Project, text: str, line: int, found: str, remedy: str
) -> None:
    root = project({})
    error = refusal(root, text)
    assert error.where == f"{root}/holdfast.toml:{line}"
    assert error.found.startswith(found)
    assert remedy in error.remedy


def test_a_template_that_is_not_there_is_refused_with_its_line(project: Project) -> None:
    root = project({"docs/a.md": document("A")})
    error = refusal(root, '[type.plan]\ndocuments = "docs/*.md"\ntemplate = "gone.md"\n')
    assert error.where == f"{root}/holdfast.toml:3"
    assert "gone.md is not there" in error.found


def test_an_unknown_built_in_template_is_refused_with_those_there_are(project: Project) -> None:
    error = refusal(project({}), '[type.plan]\ndocuments = "docs/*.md"\ntemplate = "builtin:nygrad"\n')
    assert "did you mean 'builtin:nygard'? valid are builtin:adr, builtin:design" in error.remedy


def test_an_unknown_rule_is_refused_with_the_nearest_one(project: Project) -> None:
    error = refusal(project({}), '[severity]\n"section.missing" = "note"\n')
    assert error.found == "severity.section.missing: no such rule"
    assert "did you mean 'section-missing'?" in error.remedy


@pytest.mark.parametrize(
    "text",
    ["[tool]\nholdfast = 3\n# [tool.holdfast]\n", "[[tool.holdfast]]\nexclude = []\n", "tool = 3\n# [tool.holdfast]\n"],
)
def test_a_pyproject_whose_table_is_none_is_refused(project: Project, text: str) -> None:
    assert "wants a table" in refusal(project({}), text, "pyproject.toml").found


def test_a_configuration_that_is_no_text_is_refused(project: Project) -> None:
    root = project({"holdfast.toml": b"\xff\xfe\x00"})
    with pytest.raises(UsageError, match="cannot be read"):
        check(str(root))
