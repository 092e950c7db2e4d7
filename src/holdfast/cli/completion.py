"""``holdfast completion SHELL``: a script that completes commands and options."""

import argparse


def register(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.add_argument("shell", choices=["bash", "zsh", "tcsh"], help="the shell that will read it")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Print the script."""
    from holdfast.cli import build_parser
    from holdfast.cli.terminal import write_lines
    from holdfast.errors import UsageError

    try:
        import shtab
    except ImportError:
        raise UsageError(
            "completion needs shtab", remedy="install it with: pip install 'holdfast[completion]'"
        ) from None
    write_lines([shtab.complete(build_parser(), shell=options.shell)])
    return 0
