"""Without a sandbox only what the user has trusted runs: on the command line, or this content in the user's own folder."""

import re

from test_verify import SESSION, files


def without_bubblewrap(tmp_path):
    empty = tmp_path / "bin"
    empty.mkdir(exist_ok=True)
    (empty / "git").symlink_to("/usr/bin/git")
    return str(empty)


def test_a_flag_trusts_one_run_and_names_its_content(project, holdfast, tmp_path):
    root = project(files(SESSION))
    path = without_bubblewrap(tmp_path)
    assert holdfast(root, "verify", PATH=path).code == 4
    trusted = holdfast(root, "verify", "--trust", PATH=path)
    assert trusted.code == 0
    assert re.search(r"without a sandbox; to trust exactly this: [0-9a-f]{64}", trusted.out)
    assert holdfast(root, "verify", "--again", PATH=path).code == 4


def test_a_content_is_trusted_until_its_next_edit(project, holdfast, tmp_path, isolated):
    root = project(files(SESSION))
    path = without_bubblewrap(tmp_path)
    content = re.search(r"[0-9a-f]{64}", holdfast(root, "verify", "--trust", PATH=path).out)[0]
    trust = isolated / "config" / "holdfast" / "trust"
    trust.parent.mkdir(parents=True)
    trust.write_text(f"# mine\n{content} the cache design\n")
    assert holdfast(root, "verify", "--again", PATH=path).code == 0
    page = root / "docs/design/01-cache.md"
    page.write_text(page.read_text().replace("a$((", "b$(("))
    assert holdfast(root, "verify", PATH=path).code == 4


def test_evidence_of_a_trusted_run_is_none_in_the_sandbox(project, holdfast, tmp_path):
    root = project(files(SESSION))
    holdfast(root, "verify", "--trust")
    done = holdfast(root, "verify")
    assert "0 from evidence" in done.out


def test_a_repository_cannot_trust_itself(project, holdfast, tmp_path):
    root = project(files(SESSION))
    content = re.search(r"[0-9a-f]{64}", holdfast(root, "verify", "--trust").out)[0]
    (root / "holdfast").mkdir()
    (root / "holdfast" / "trust").write_text(content)
    done = holdfast(root, "verify", XDG_CONFIG_HOME=str(root))
    assert done.code == 2
    assert "could then trust itself" in done.err


COMMAND = """[verify.bench.made]
command = "echo '{\\"n\\": [3, 4, 5]}'"
metric = "$.n"
"""
TABLE = "| Metric | Target | Actual | Notes |\n|---|---|---|---|\n| Made | < 20 files | | bench:made |\n"


def test_a_command_that_measures_runs_in_the_sandbox_or_when_exactly_it_is_trusted(
    project, holdfast, tmp_path, isolated
):
    root = project(files(TABLE, **{"holdfast.toml": COMMAND}))
    path = without_bubblewrap(tmp_path)
    assert holdfast(root, "verify", PATH=path).code == 3
    refused = holdfast(root, "verify", "--bench", PATH=path)
    assert refused.code == 4
    assert "its command could not be run" in refused.out
    trusted = holdfast(root, "verify", "--bench", "--trust", PATH=path)
    assert trusted.code == 0
    content = re.search(r"[0-9a-f]{64}", trusted.out)[0]
    trust = isolated / "config" / "holdfast" / "trust"
    trust.parent.mkdir(parents=True)
    trust.write_text(content)
    assert holdfast(root, "verify", "--bench", PATH=path).code == 0
    (root / "holdfast.toml").write_text(COMMAND.replace("[3, 4, 5]", "[3, 4, 6]"))
    assert holdfast(root, "verify", "--bench", PATH=path).code == 4
