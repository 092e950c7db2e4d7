"""The examples of the pages about libraries and the network are run, and print what the pages show."""

import re
from pathlib import Path

from badserver import bad_server

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


def shown_and_printed(page, project, holdfast, server="", **env):
    """Run every session of a page; return the lines it shows that are not printed; ``server`` is the address SERVER stands for."""
    missing = []
    for number, (args, shown, files) in enumerate(examples(page)):
        root = project({"docs/design/00-TEMPLATE.md": TEMPLATE}, name=f"project{number}")
        for path, text in files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text.replace("SERVER", server))
        done = holdfast(root, *args, **env)
        printed = [words(line) for line in (done.out + done.err).splitlines()]
        missing += [line for line in shown if words(line.replace("SERVER", server)) not in printed]
    return missing


def test_the_examples_of_the_network_print_what_the_page_shows(project, holdfast, tmp_path):
    config = tmp_path / "config"
    (config / "holdfast").mkdir(parents=True)
    with bad_server() as server:
        (config / "holdfast" / "online.toml").write_text(f'allow = ["127.0.0.1:{server.port}"]\n')
        address = f"127.0.0.1:{server.port}"
        assert shown_and_printed("online.md", project, holdfast, address, XDG_CONFIG_HOME=str(config)) == []


def test_the_example_of_libraries_prints_what_the_page_shows(project, holdfast):
    assert shown_and_printed("libraries.md", project, holdfast) == []
