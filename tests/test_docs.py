"""The documentation says what is so."""

import importlib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from holdfast.rules import all_rules
from holdfast.template.compile import compile_template
from holdfast.template.directives import FLAGS, VALUED

ROOT = Path(__file__).parent.parent
SEED = (Path(__file__).parent / "seed" / "design-template.md").read_bytes()


def _lines_of_demands():
    """Return every line of the seed that some part of its schema comes from."""
    schema = compile_template(SEED, "seed", "design")
    lines = {schema.title.line, *(field.origin.line for field in (*schema.fields, *schema.closing))}
    lines |= {placeholder.origin.line for placeholder in schema.placeholders}
    for section in schema.walk():
        lines.add(section.origin.line)
        parts = (*section.fields, *section.items, *section.tables, *section.fences, *section.bounds)
        lines |= {part.origin.line for part in parts}
    return lines


def test_the_page_about_the_template_has_a_row_for_every_line_that_demands_something():
    rows = {
        int(line) for line in re.findall(r"^\| (\d+) \|", (ROOT / "docs" / "the-template.md").read_text(), re.MULTILINE)
    }
    assert _lines_of_demands() - rows == set()


def test_the_page_about_the_template_quotes_lines_that_are_there():
    lines = SEED.decode().splitlines()
    page = (ROOT / "docs" / "the-template.md").read_text()
    for number, text in re.findall(r"^\| (\d+) \| `+ ?(.*?) ?`+ \|", page, re.MULTILINE):
        start = text.replace("\\|", "|").split("...")[0].split(" overview")[0]
        assert lines[int(number) - 1].startswith(start), number


def test_every_word_that_names_a_class_names_one_that_is_there():
    names = re.findall(r"`(holdfast\.[\w.]+)` \|$", (ROOT / "docs" / "words.md").read_text(), re.MULTILINE)
    assert len(names) > 20
    for name in names:
        module, _, attribute = name.rpartition(".")
        assert (
            importlib.import_module(name)
            if name == "holdfast.cli"
            else hasattr(importlib.import_module(module), attribute)
        )


def test_the_page_about_the_template_language_lists_every_directive():
    page = (ROOT / "docs" / "template-language.md").read_text()
    table = page.split("## Directives")[1]
    assert [key for key in sorted(FLAGS | VALUED) if not re.search(rf"`{key}[`=]", table)] == []


def test_the_list_of_files_in_the_architecture_is_true():
    subprocess.run([sys.executable, "scripts/architecture.py", "--check"], cwd=ROOT, check=True)


def test_following_the_guide_to_a_new_rule_gives_a_rule_that_works(tmp_path):
    """The rule of CONTRIBUTING.md, put into a copy of the package, is found, explained and reports."""
    source = re.search(r"```+python\n(.*?)\n   `{4}", (ROOT / "CONTRIBUTING.md").read_text(), re.DOTALL)
    code = re.sub(r"^   ", "", source[1], flags=re.MULTILINE)
    shutil.copytree(ROOT / "src" / "holdfast", tmp_path / "src" / "holdfast")
    (tmp_path / "src" / "holdfast" / "rules" / "heading_full_stop.py").write_text(code)
    design = tmp_path / "project" / "docs" / "design"
    design.mkdir(parents=True)
    subprocess.run(["git", "init", "--quiet", tmp_path / "project"], check=True)
    (design / "TEMPLATE.md").write_text("# [Title]\n\n## Context\n\n[Why]\n")
    (design / "cache.md").write_text("# Cache\n\n## Context\n\nSlow.\n\n### Why we cache.\n\nReads.\n")
    script = "import sys; sys.path.insert(0, sys.argv.pop(1)); from holdfast.cli import main; sys.exit(main())"
    command = [sys.executable, "-c", script, str(tmp_path / "src")]
    page = subprocess.run(
        [*command, "explain", "heading-full-stop"], cwd=design, capture_output=True, text=True, check=True
    )
    assert "A heading ends in a full stop." in page.stdout
    done = subprocess.run(
        [*command, "check", "--no-cache", "--format", "json"], cwd=design, capture_output=True, text=True, check=False
    )
    verdicts = [(one["slug"], one["line"]) for one in json.loads(done.stdout)["verdicts"]]
    assert verdicts == [("heading-full-stop", 7)]


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.slug)
def test_a_rule_says_in_one_line_what_it_finds(rule):
    assert rule.summary.endswith(".")
    assert len(rule.summary) < 120


def test_the_readme_shows_output_that_is_really_printed(holdfast):
    shown = re.search(
        r"```console\n\$ cd examples/rotten && holdfast check\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL
    )[1]
    printed = holdfast(ROOT / "examples" / "rotten", "check", "--no-cache").out.splitlines()
    assert [line for line in shown.splitlines() if line != "..." and line not in printed] == []


def test_the_readme_fits_on_a_hundred_lines():
    assert len((ROOT / "README.md").read_text().splitlines()) <= 100


@pytest.mark.parametrize("options", [(), ("--template-version", "latest")], ids=["by date", "latest"])
def test_our_own_design_documents_hold(holdfast, options):
    """Not a note is said about them, whichever version of their template they are held to."""
    done = holdfast(ROOT, "check", "docs/design", "--no-cache", "--format", "json", *options)
    told = json.loads(done.out)
    assert [(one["path"], one["line"], one["slug"], one["found"]) for one in told["verdicts"]] == []
    assert len(told["documents"]) == len(list((ROOT / "docs" / "design").glob("[0-9]*.md"))) >= 3
    assert done.code == 0


def test_the_template_of_our_own_design_documents_is_the_one_that_is_built_in_without_directives():
    assert (ROOT / "docs" / "design" / "TEMPLATE.md").read_bytes() == SEED


def _examples(path):
    """Return place and code of every Python block of a document."""
    text = path.read_text(encoding="utf-8")
    found = re.finditer(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return [(f"{path.name}:{text.count(chr(10), 0, one.start(1)) + 1}", one[1]) for one in found]


RUN = """
import inspect, json, pathlib, sys, tempfile
for place, code in json.load(sys.stdin):
    space = {"__name__": "example"}
    exec(compile(code, place, "exec"), space)
    for name, value in list(space.items()):
        if name.startswith("test_"):
            with tempfile.TemporaryDirectory() as folder:
                value(*[pathlib.Path(folder)] * len(inspect.signature(value).parameters))
"""


@pytest.mark.parametrize("path", sorted((ROOT / "docs" / "design").glob("[0-9]*.md")), ids=lambda path: path.name)
def test_the_examples_of_our_own_design_documents_run(path):
    """Each by itself, from the root of the repository; a test among them is called."""
    examples = _examples(path)
    assert len(examples) >= 5
    done = subprocess.run(
        [sys.executable, "-c", RUN], cwd=ROOT, input=json.dumps(examples), capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_the_contract_in_our_design_document_is_the_one_that_is_held():
    (shown,) = re.findall(
        r"^```toml\n(.*?)^```$", (ROOT / "docs" / "design" / "01-architecture.md").read_text(), re.MULTILINE | re.DOTALL
    )
    assert shown in (ROOT / "pyproject.toml").read_text()
