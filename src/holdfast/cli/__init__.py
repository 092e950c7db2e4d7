"""The command line: one file per command, which holds its options and its exit codes and nothing else.

Exit codes: 0 nothing to fix, 1 something does not hold, 2 usage or configuration error, 3 unproven
where the obligation needs proof, 4 no sandbox, 70 a bug of ours, 130 interrupted.
"""

import argparse
import os
import re
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any, NamedTuple, NoReturn

from holdfast.cli.terminal import write
from holdfast.errors import HoldfastError


class _Command(NamedTuple):
    help: str
    aliases: tuple[str, ...] = ()
    module: str = ""
    """Of this folder; empty where it has the command's name."""


_GROUPS = {
    "Every day": {
        "check": _Command("hold every document to its template, its links and its index", ("lint",)),
        "fix": _Command("mend what is certain about what does not hold"),
        "new": _Command("write the next document from its template"),
        "status": _Command("show the state of the design on one screen"),
        "search": _Command("find documents by their words and fields"),
        "mv": _Command("rename a document, and have every link to it and from it follow"),
        "index": _Command("keep the rows of index pages true, in the page's own style"),
    },
    "What documents claim": {
        "verify": _Command("try it, examples in a sandbox, and keep evidence"),
        "history": _Command("chart what was measured of a target, commit by commit"),
        "doctor": _Command("show what this machine can do for verify, and what mends the rest"),
    },
    "Changes and reviews": {
        "for": _Command("tell which documents govern some files, and why", module="governs"),
        "diff": _Command("show what changed in the design, and not line by line"),
        "review": _Command("tell what a change means to the design, as one comment on a pull request"),
        "graph": _Command("show which documents link to, require and supersede each other"),
    },
    "Setting it up": {
        "demo": _Command("a tour in two minutes, in a repository made for it: rename, rot, repair"),
        "init": _Command("write down what discovery found, ready to edit"),
        "baseline": _Command("write down what does not hold today, so that only what is new fails"),
        "adopt": _Command("describe records kept with adr-tools, MADR or log4brains: a configuration and a template"),
        "completion": _Command("print a completion script for a shell"),
    },
    "Asking why": {
        "explain": _Command("tell what a rule finds and why, with an example"),
        "rules": _Command("list every rule with its severity by status"),
        "template": _Command("show what a template demands, now and in earlier versions"),
        "config": _Command("show every setting and where it comes from"),
    },
    "Browsers, editors, agents, programs": {
        "serve": _Command("show the design in a browser, live"),
        "build": _Command("write the same pages as a static site"),
        "lsp": _Command("serve an editor: what does not hold as you type, links, fixes"),
        "agents": _Command("tell coding agents which documents govern what: AGENTS.md, rule files, hooks"),
        "mcp": _Command("serve coding agents: what governs, documents, search, verdicts; only reads"),
        "export": _Command("write documents as typed data, or the JSON Schema of a type"),
    },
}
"""In the order of the help. A module is loaded when its command is called, so that none pays for the others."""
_COMMANDS = {name: command for group in _GROUPS.values() for name, command in group.items()}


class _Parser(argparse.ArgumentParser):
    """Says what is valid and what is near when a word is not."""

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Refuse an unknown option where it stands, so that the command's own options are named."""
        options, unknown = super().parse_known_args(args, namespace)
        if unknown:
            self.error(f"unrecognized arguments: {' '.join(unknown)}")
        return options, unknown

    def print_help(self, file: Any = None) -> None:  # noqa: ARG002 - The signature is that of argparse.
        """Print the help, also to a reader that has seen enough."""
        write(self.format_help())

    def error(self, message: str) -> NoReturn:
        from holdfast.cli.complaint import complain
        from holdfast.formats.escape import visible

        sys.stderr.write(f"holdfast: {visible(complain(self, message))}\n")
        raise SystemExit(2)


class _Overview(_Parser):
    """Lists the commands in groups, by what one wants to do."""

    def format_help(self) -> str:
        """Return the help of the whole."""
        from shutil import get_terminal_size
        from textwrap import wrap

        columns, indent = get_terminal_size().columns, max(map(len, _COMMANDS)) + 4
        lines = [self.format_usage(), *wrap(self.description or "", columns)]
        for title, group in _GROUPS.items():
            lines += ["", f"{title}:"]
            for name, command in group.items():
                also = f" (also: {', '.join(command.aliases)})" if command.aliases else ""
                room = max(columns - indent, 20)
                first, *more = wrap(f"{command.help}{also}", room)
                lines += [f"  {name:<{indent - 2}}{first}", *(f"{'':{indent}}{line}" for line in more)]
        return "\n".join([*lines, "", *wrap(self.epilog or "", columns), ""])


def build_parser(argv: Sequence[str] | None = None) -> argparse.ArgumentParser:
    """Return the parser; with a command line, only the command it calls has its options."""
    parser = _Overview(
        prog="holdfast",
        description="Hold design documents to their template and to what they say. Start with 'holdfast check', in any "
        "folder of your repository: it needs no configuration, and writes nothing there.",
        epilog="'holdfast COMMAND --help' tells the options of a command, 'holdfast --version' the version.",
    )
    parser.add_argument("--version", action="store_true", help="print the version and exit")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)
    called = _called(argv)
    for name, command in _COMMANDS.items():
        if called and called != name and called not in command.aliases:
            continue
        added = commands.add_parser(name, aliases=command.aliases, help=command.help)
        if called or argv is None:
            module = import_module(f"holdfast.cli.{command.module or name}")
            added.description = _described(module.__doc__ or "")
            module.register(added)
    return parser


def _described(docstring: str) -> str:
    """Return what a command's module says of it as its help says it: without its name, which the usage has."""
    text = re.sub(r"^``[^`]*``: ", "", docstring.strip()).replace("``", "'").replace("`", "'")
    return text[:1].upper() + text[1:]


def _called(argv: Sequence[str] | None) -> str:
    """Return the command that a command line calls, or nothing where it calls none there is."""
    word = next((one for one in argv or () if not one.startswith("-")), "")
    return word if any(word == name or word in command.aliases for name, command in _COMMANDS.items()) else ""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    try:
        return _run(sys.argv[1:] if argv is None else argv)
    except HoldfastError as error:
        from holdfast.formats.escape import visible

        error.where = _from_here(error.where)
        sys.stderr.write(f"holdfast: {visible(str(error))}\n")
        return error.exit_code
    except KeyboardInterrupt:
        sys.stderr.write("holdfast: interrupted\n")
        return 130
    except Exception:
        from holdfast.cli.crash import report_crash

        return report_crash()


def _from_here(where: str) -> str:
    """Return a place below the folder of today without that folder, as people name it; any other as it is."""
    here = os.path.join(os.getcwd(), "") if os.path.isabs(where) else ""
    return where.removeprefix(here)


def _run(argv: Sequence[str]) -> int:
    parser = build_parser(argv)
    options = parser.parse_args(argv)
    options.argv = list(argv)
    if options.version:
        from holdfast.version import __version__

        write(f"holdfast {__version__}\n")
        return 0
    if options.command is None:
        parser.print_help()
        return 2
    code: int = options.run(options)
    return code
