"""The examples of the pages about libraries and the network are run, and print what the pages show."""

import re
from pathlib import Path

from badserver import bad_server
from registryserver import registry_server

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


def filled(text, words_for):
    for word, meaning in (words_for or {}).items():
        text = text.replace(word, meaning)
    return text


def shown_and_printed(page, project, holdfast, words_for=None, **env):
    """Run every session of a page; return the lines it shows that are not printed; ``words_for`` says what capitals stand for."""
    missing = []
    for number, (args, shown, files) in enumerate(examples(page)):
        root = project({"docs/design/00-TEMPLATE.md": TEMPLATE}, name=f"project{number}")
        for path, text in files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(filled(text, words_for))
        done = holdfast(root, *args, **env)
        printed = [words(line) for line in (done.out + done.err).splitlines()]
        missing += [line for line in shown if words(filled(line, words_for)) not in printed]
    return missing


CRATE = '{"name":"tokio","vers":"1.40.0","yanked":true}\n{"name":"tokio","vers":"1.41.0","yanked":false}\n'
ZOD = '{"dist-tags": {"latest": "4.1.0"}, "versions": {"3.0.0": {}, "4.1.0": {}}}'


def test_the_examples_of_the_network_print_what_the_page_shows(project, holdfast, tmp_path, no_clients):
    home = tmp_path / "user"
    (home / "config" / "holdfast").mkdir(parents=True)
    (home / ".cargo").mkdir()
    with bad_server() as server, registry_server({"/to/ki/tokio": CRATE, "/zod": ZOD}) as registry:
        address = f"127.0.0.1:{server.port}"
        (home / "config" / "holdfast" / "online.toml").write_text(f'allow = ["{address}"]\n')
        (home / ".npmrc").write_text(f"registry={registry.base}\n")
        config = f'[source.crates-io]\nreplace-with = "m"\n[source.m]\nregistry = "sparse+{registry.base}/"\n'
        (home / ".cargo" / "config.toml").write_text(config)
        user = {"HOME": str(home), "CARGO_HOME": str(home / ".cargo"), "XDG_CONFIG_HOME": str(home / "config")}
        words_for = {"SERVER": address, "REGISTRY": "127.0.0.1"}
        assert shown_and_printed("online.md", project, holdfast, words_for, **user) == []


def test_the_example_of_libraries_prints_what_the_page_shows(project, holdfast):
    assert shown_and_printed("libraries.md", project, holdfast) == []
