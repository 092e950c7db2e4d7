"""The command line: one file per command, which holds its options and its exit codes and nothing else.

Exit codes: 0 nothing to fix, 1 something does not hold, 2 usage or configuration error, 3 unproven
where the obligation needs proof, 4 no sandbox, 70 a bug of ours, 130 interrupted.
"""

import argparse
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from holdfast.cli import check, completion, config, explain, export, rules, template
from holdfast.cli.terminal import write
from holdfast.errors import HoldfastError

_COMMANDS = (check, template, rules, explain, export, config, completion)


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


def build_parser() -> argparse.ArgumentParser:
    """Return the parser with every command."""
    parser = _Parser(
        prog="holdfast",
        description="Hold design documents to their template and to what they say.",
        epilog="Run 'holdfast COMMAND --help' for its options. Without configuration: 'holdfast check'.",
    )
    parser.add_argument("--version", action="store_true", help="print the version and exit")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", parser_class=_Parser)
    for command in _COMMANDS:
        command.register(commands)
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line and return its exit code."""
    try:
        return _run(build_parser(), argv)
    except HoldfastError as error:
        from holdfast.formats.escape import visible

        sys.stderr.write(f"holdfast: {visible(str(error))}\n")
        return 2
    except KeyboardInterrupt:
        sys.stderr.write("holdfast: interrupted\n")
        return 130
    except Exception:
        from holdfast.cli.crash import report_crash

        return report_crash()


def _run(parser: argparse.ArgumentParser, argv: Sequence[str] | None) -> int:
    options = parser.parse_args(argv)
    if options.version:
        from holdfast.version import __version__

        write(f"holdfast {__version__}\n")
        return 0
    if options.command is None:
        parser.print_help()
        return 2
    code: int = options.run(options)
    return code
