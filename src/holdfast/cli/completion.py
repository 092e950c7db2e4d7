"""``holdfast completion SHELL``: a script that completes commands, options, formats, rules and files."""

import argparse
from collections.abc import Iterator
from typing import Any

_FILES = frozenset({"DOCUMENT", "FILE", "FOLDER", "NEW", "OLD", "PAGE", "PATH", "[FORMAT=]FILE"})
"""What the help calls arguments that are files."""
_SLUGS = frozenset({"SLUG", "SLUGS"})
"""What the help calls arguments that are rules."""


def register(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.description = (
        'Print a completion script, for the shell to read: eval "$(holdfast completion bash)" in ~/.bashrc, '
        "holdfast completion zsh > a file _holdfast on the fpath, "
        "holdfast completion fish > ~/.config/fish/completions/holdfast.fish."
    )
    parser.add_argument("shell", choices=["bash", "zsh", "fish", "tcsh"], help="the shell that will read it")
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
    if options.shell not in shtab.SUPPORTED_SHELLS:
        raise UsageError(
            f"this shtab does not know {options.shell}", remedy="install a newer one: pip install --upgrade shtab"
        )
    parser = build_parser()
    _say_briefly(parser)
    for action in _actions(parser):
        _complete(action, shtab.FILE)
    write_lines([shtab.complete(parser, shell=options.shell)])
    return 0


def _say_briefly(parser: argparse.ArgumentParser) -> None:
    """Have each command, and each verb of one, said in the few words of the overview, which fit beside its name."""
    for action in parser._actions:  # noqa: SLF001 - argparse offers no other way to list its commands.
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001 - Likewise.
            for listed in action._choices_actions:  # noqa: SLF001 - Likewise.
                command = action.choices[listed.dest.partition(" ")[0]]
                command.description = listed.help
                _say_briefly(command)


def _actions(parser: argparse.ArgumentParser) -> Iterator[Any]:
    """Yield every argument of a parser and of its commands."""
    for action in parser._actions:  # noqa: SLF001 - argparse offers no other way to list its options.
        if isinstance(action, argparse._SubParsersAction):  # noqa: SLF001 - Likewise.
            for command in {id(one): one for one in action.choices.values()}.values():
                yield from _actions(command)
        else:
            yield action


def _complete(action: Any, files: Any) -> None:
    """Tell what completes an argument that argparse itself takes any word for."""
    from holdfast.rules import all_rules

    if action.choices:
        return
    if action.dest == "format":
        # The help of a command lists all of its formats.
        action.choices = [word.removesuffix(" (default)") for word in action.help.split(", ")]
    elif action.metavar in _SLUGS:
        action.choices = [rule.slug for rule in all_rules()]
    elif action.metavar in _FILES:
        action.complete = files
