"""The examples of the pages about libraries and the network are run, and print what the pages show."""

import re
from pathlib import Path

DOCS = Path(__file__).parent.parent / "docs"
TEMPLATE = (Path(__file__).parent / "seed" / "design-template.md").read_text()
TITLED = re.compile(r'^```\w+ title="(?P<path>[^"]+)"\n(?P<text>.*?)^```$', re.MULTILINE | re.DOTALL)
SESSION = re.compile(r"^```text\n\$ holdfast (?P<args>verify[^\n]*)\n(?P<shown>.*?)^```$", re.MULTILINE | re.DOTALL)


def examples(page):
    """Return for each session of a page its arguments, the lines shown, and the files shown above it since the one before."""
    text = (DOCS / page).read_text()
    found = []
    start = 0
    for one in SESSION.finditer(text):
        files = {file["path"]: file["text"] for file in TITLED.finditer(text, start, one.start())}
        found.append((one["args"].split(), one["shown"].splitlines(), files))
        start = one.end()
    return found


def words(line):
    """Return a line as it is compared: how far it is indented depends on what else stands there, and times differ."""
    return re.sub(r"\s{2,}\d+ from evidence.*", "", " ".join(line.split())).split(" 0 from evidence")[0]


def test_the_example_of_libraries_prints_what_the_page_shows(project, holdfast):
    ((args, shown, files),) = examples("libraries.md")
    root = project({"docs/design/00-TEMPLATE.md": TEMPLATE, **files})
    printed = [words(line) for line in holdfast(root, *args).out.splitlines()]
    assert [line for line in shown if words(line) not in printed] == []
