"""Builds the documentation site: the pages of this repository, one page for each rule and each command, the schemas.

``python scripts/website.py`` writes ``build/site/html``. Every page is taken or made from what the repository has: the
Markdown files as they are, the docstrings of the rules, the options of the command line. A link that leads nowhere is
an error. Needs the dependency group ``docs``.
"""

import argparse
import os
import re
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "build" / "site"
SOURCE = BUILD / "source"
BROWSE = "https://github.com/holdfast-docs/holdfast/blob/main"
PAGES = ("CHANGELOG.md", "CONTRIBUTING.md", "ARCHITECTURE.md", "SECURITY.md")
SECTIONS = {
    "Using it": ["docs/configuration", "docs/formats", "docs/*", "rules/index", "commands/overview"],
    "Templates": ["docs/template-language", "docs/the-template"],
    "How it is built": ["docs/words", "ARCHITECTURE", "docs/design/README", "CONTRIBUTING", "SECURITY"],
    "Releases": ["docs/compatibility", "CHANGELOG"],
}
"""The pages in the order of the menu; ``docs/*`` stands for those that no other entry names."""
CAPTIONS = {"template": "The template", "document": "A document", "index": "An index page", "verdict": "What is said"}
"""The fences of a rule's page, and what stands above them."""
LETTERS = {"error": "**E**", "warning": "**W**", "note": "n", "off": "–"}
STYLE = ".wrap pre { white-space: pre-wrap; }\ntable.docutils td { vertical-align: top; }\ntable.docutils td:first-child a { white-space: nowrap; }\n"
LINK = re.compile(r"(?<=\]\()(?!https?:|mailto:|#)(?P<path>[^)\s#]+)(?P<anchor>#[^)\s]*)?(?=\))")


def main() -> int:
    """Gather the pages, have Sphinx make HTML of them, and return the exit code."""
    shutil.rmtree(BUILD, ignore_errors=True)
    SOURCE.mkdir(parents=True)
    taken = {
        path: path for path in [*PAGES, *(str(page.relative_to(ROOT)) for page in sorted(ROOT.glob("docs/**/*.md")))]
    }
    taken = {path: name for path, name in taken.items() if not path.endswith("TEMPLATE.md")}
    taken["README.md"] = "index.md"
    for path, name in taken.items():
        text = _relinked((ROOT / path).read_text(encoding="utf-8"), path, taken)
        _write(name, _highlightable(text) + _menu(name, taken))
    for name, text in (*rule_pages(), *command_pages()):
        _write(name, text)
    for picture in (*ROOT.glob("docs/*.svg"), *ROOT.glob("docs/*.png")):
        shutil.copy(picture, SOURCE / "docs" / picture.name)
    shutil.copytree(ROOT / "schemas", BUILD / "extra" / "schemas")
    (BUILD / "static").mkdir()
    (BUILD / "static" / "site.css").write_text(STYLE, encoding="utf-8")
    return _sphinx()


def _highlightable(text: str) -> str:
    """Return a page whose blocks name their language alone: the words behind a comma are for ``holdfast verify``."""
    return re.sub(r"^( *(?:`{3,}|~{3,})\w+),[^\n`]*$", r"\1", text, flags=re.MULTILINE)


def rule_pages() -> Iterator[tuple[str, str]]:
    """Yield name and text of a page for each rule, and of the table of obligations."""
    from holdfast.engine.excuses import NEVER
    from holdfast.model.role import Role
    from holdfast.rules import all_rules

    roles = [role.value for role in Role]
    rows = []
    for rule in all_rules():
        words = [rule.obligation.severity(role).word for role in Role]
        rows.append(
            f"| [{rule.slug}]({rule.slug}.md) | {' | '.join(LETTERS[word] for word in words)} | {rule.summary} |"
        )
        table = f"| {' | '.join(roles)} |\n|{'---|' * len(roles)}\n| {' | '.join(words)} |"
        change = f'```toml\n[severity]\n{rule.slug} = "note"\n```'
        text = f"# {rule.slug}\n\n{_shown(rule.page.strip())}\n\n## Severity by status\n\n{table}\n\nChange it in `holdfast.toml`:\n\n{change}\n"
        if rule.slug not in NEVER:
            waiver = f"```markdown\n<!-- holdfast: waive {rule.slug} because ... -->\n```"
            text += f"\nOr [excuse it](../docs/configuration.md#waivers) where it is as it should be, with a reason:\n\n{waiver}\n"
        yield f"rules/{rule.slug}.md", text
    head = f"| rule | {' | '.join(f'{role[:3]}.' for role in roles)} | what it finds |\n|---|{':-:|' * len(roles)}---|"
    listed = "\n".join(rule.slug for rule in all_rules())
    key = f"The columns stand for {', '.join(roles)}; **E** is an error, **W** a warning, n a note, – nothing."
    intro = f"What each rule is worth in a document of each status. {key} `holdfast rules` prints it as your configuration leaves it."
    yield "rules/index.md", f"# Rules\n\n{intro}\n\n{head}\n" + "\n".join(rows) + _toctree(listed)


def command_pages() -> Iterator[tuple[str, str]]:
    """Yield name and text of a page for each command, with the help that it prints, and of their list."""
    from holdfast.cli import build_parser

    os.environ["COLUMNS"] = "90"  # What argparse lays its help out for.
    commands = next(_verbs(build_parser()))
    helps = {one.dest: one.help for one in commands._choices_actions}  # noqa: SLF001 - As in _verbs.
    for name in helps:
        yield f"commands/{name}.md", f"# holdfast {name}\n\n" + "\n".join(_help(commands.choices[name], 2))
    rows = "\n".join(f"| [{name}]({name}.md) | {text} |" for name, text in helps.items())
    text = f"# Commands\n\n| command | |\n|---|---|\n{rows}\n\nExit codes are listed under [Configuration](../docs/configuration.md#exit-codes).\n"
    yield "commands/overview.md", text + _toctree("\n".join(helps))


def _help(parser: argparse.ArgumentParser, level: int) -> Iterator[str]:
    """Yield the help of a command, then that of each of its verbs."""
    yield f"```text\n{parser.format_help().rstrip()}\n```\n"
    for verbs in _verbs(parser):
        for name, verb in verbs.choices.items():
            yield f"{'#' * level} {name}\n"
            yield from _help(verb, level + 1)


def _verbs(parser: argparse.ArgumentParser) -> Iterator[Any]:
    """Yield what holds the commands of a parser; argparse offers no other way to list them."""
    return (one for one in parser._actions if isinstance(one, argparse._SubParsersAction))  # noqa: SLF001 - See above.


def _relinked(text: str, path: str, taken: dict[str, str]) -> str:
    """Lead links to what the site does not have to the repository; those to nothing stay, and are errors."""

    def lead(found: re.Match[str]) -> str:
        target = os.path.normpath(os.path.join(os.path.dirname(path), found["path"]))
        anchor = found["anchor"] or ""
        if target.startswith("docs/") and target.endswith((".svg", ".png")):
            return os.path.relpath(target, os.path.dirname(path) or ".")
        if target in taken:
            return os.path.relpath(taken[target], os.path.dirname(path) or ".") + anchor
        return f"{BROWSE}/{target}{anchor}" if (ROOT / target).exists() else found[0]

    return LINK.sub(lead, text)


def _shown(page: str) -> str:
    """Return the page of a rule with a caption above each of its fences."""

    def opened(found: re.Match[str]) -> str:
        caption = CAPTIONS.get(found["kind"])
        if caption is None:
            return found[0]
        language = "text" if found["kind"] == "verdict" else "markdown"
        about = f"{caption}: `{found['name'].strip()}`" if found["name"].strip() else caption
        return f"{found['fence']}{{code-block}} {language}\n:caption: {about}\n:class: wrap\n"

    return re.sub(r"^(?P<fence>`{3,})(?P<kind>[a-z]+)(?P<name>.*)$", opened, page, flags=re.MULTILINE)


def _menu(name: str, taken: dict[str, str]) -> str:
    """Return the hidden menu of the first page, or that of the design documents; nothing for the others."""
    if name == "docs/design/README.md":
        designs = (Path(one).stem for one in taken.values() if one.startswith("docs/design/") and one != name)
        return _toctree("\n".join(designs))
    if name != "index.md":
        return ""
    there = {one.removesuffix(".md") for one in taken.values() if re.fullmatch(r"docs/[^/]+", one)}
    rest = sorted(there - {one for names in SECTIONS.values() for one in names})
    parts = []
    for caption, names in SECTIONS.items():
        listed = [one for name in names for one in (rest if name == "docs/*" else [name])]
        parts.append(_toctree("\n".join(listed), caption))
    return "".join(parts)


def _toctree(names: str, caption: str = "") -> str:
    return f"\n\n```{{toctree}}\n:hidden:\n{f':caption: {caption}' if caption else ''}\n\n{names}\n```\n"


def _write(name: str, text: str) -> None:
    (SOURCE / name).parent.mkdir(parents=True, exist_ok=True)
    (SOURCE / name).write_text(text, encoding="utf-8")


def _sphinx() -> int:
    from sphinx.application import Sphinx

    from holdfast.version import __version__

    settings = {
        "project": "Holdfast",
        "version": __version__,
        "release": __version__,
        "copyright": "the Holdfast developers",
        "extensions": ["myst_parser"],
        "myst_heading_anchors": 4,
        "myst_enable_extensions": ["tasklist"],
        # Several requests in one block, or a document within a document, are no fault of the page that shows them.
        "suppress_warnings": ["misc.highlighting_failure"],
        "html_theme": "furo",
        "html_title": "Holdfast",
        "html_baseurl": "https://holdfast-docs.github.io/",
        "html_static_path": [str(BUILD / "static")],
        "html_css_files": ["site.css"],
        "html_extra_path": [str(BUILD / "extra")],
        "html_copy_source": False,
        "html_show_sphinx": False,
    }
    app = Sphinx(
        SOURCE,
        None,
        BUILD / "html",
        BUILD / "doctrees",
        "dirhtml",
        confoverrides=settings,
        status=None,
        warningiserror=True,
        parallel=1,
    )
    app.build()
    sys.stdout.write(f"{BUILD / 'html'}\n" if app.statuscode == 0 else "")
    return app.statuscode


if __name__ == "__main__":
    sys.exit(main())
