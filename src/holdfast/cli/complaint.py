"""Turns argparse's complaints into a sentence with the nearest valid word."""

import argparse
import re


def complain(parser: argparse.ArgumentParser, message: str) -> str:
    """Return what is wrong with the command line, what would be valid, and where to read on."""
    from holdfast.suggest import suggestion

    choice = re.match(
        r"argument (?P<name>[^:]+): invalid choice: '(?P<word>[^']*)' \(choose from (?P<valid>.*)\)", message
    )
    if choice:
        valid = re.findall(r"[\w:-]+", choice["valid"])
        what = "command" if choice["name"] == "COMMAND" else choice["name"]
        return f"{what}: {choice['word']!r} is not valid; {suggestion(choice['word'], valid)}"
    unknown = re.match(r"unrecognized arguments: (?P<word>\S+)", message)
    if unknown:
        actions = parser._actions  # noqa: SLF001 - argparse offers no other way to list its options.
        if not unknown["word"].startswith("-"):
            return f"{unknown['word']}: is one argument too many; quote what has a space in it, or see '{parser.prog} --help'"
        options = sorted(option for action in actions for option in action.option_strings if option.startswith("--"))
        return f"{unknown['word']}: no such option; {suggestion(unknown['word'], options)}"
    number = re.match(r"argument (?P<name>[^:]+): invalid (?:int|float|_?positive) value: (?P<word>.*)", message)
    if number:
        return f"{number['name']}: {number['word']} is no number; see '{parser.prog} --help'"
    return f"{message}; see '{parser.prog} --help'"
