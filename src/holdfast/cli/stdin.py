"""``-`` with ``--stdin-filename``: one document from standard input, checked as if it lay where its name says."""

import argparse
import os
import sys


def unsaved_document(options: argparse.Namespace, start: str) -> dict[str, bytes]:
    """Return the document on standard input by its path in the project, and put its name in place of ``-``.

    Empty where no ``-`` was given. Raises :class:`~holdfast.errors.UsageError` where it is not clear which file it is.
    """
    from holdfast.engine.project import read_config
    from holdfast.errors import UsageError
    from holdfast.world.files import LIMIT
    from holdfast.world.root import project_root

    name = options.stdin_filename
    if "-" not in options.paths:
        if name:
            raise UsageError("--stdin-filename names what - stands for", remedy=f"write: - --stdin-filename {name}")
        return {}
    if options.paths != ["-"]:
        raise UsageError("- stands for the only document", remedy="leave the other paths out")
    if not name:
        raise UsageError("- needs the name of the document", remedy="add --stdin-filename PATH")
    _, root = read_config(start, project_root(start), options.config)
    target = os.path.join(start, name)
    if os.path.isdir(target):
        raise UsageError("--stdin-filename: is a folder", where=name, remedy="name a file in it")
    content = sys.stdin.buffer.read(LIMIT + 1) if sys.stdin else b""
    if len(content) > LIMIT:
        raise UsageError(f"is larger than {LIMIT // 1024 // 1024} MB", where=name, remedy="split it")
    options.paths = [name]
    return {os.path.relpath(os.path.realpath(target), os.path.realpath(root)).replace(os.sep, "/"): content}
