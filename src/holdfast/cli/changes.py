"""Changes of several files, shown as a diff, asked about, and made."""

import argparse
import sys
from collections.abc import Sequence
from typing import Any


def offer(options: argparse.Namespace, root: str, changes: Sequence[Any], nothing: str) -> int:
    """Show changes, ask unless ``--yes`` says it, and make them; with ``--check`` return 1 where there are some.

    ``options`` has ``yes``, ``dry_run`` and, where the command knows it, ``check``. Raises
    :class:`~holdfast.errors.UsageError` where nobody can be asked.
    """
    from holdfast.cli.ask import Asker
    from holdfast.cli.output import write_diffs
    from holdfast.cli.terminal import write_lines
    from holdfast.engine.changes import carry_out
    from holdfast.formats.escape import visible_path
    from holdfast.plural import counted

    if not changes:
        write_lines([nothing])
        return 0
    write_diffs(changes)
    if getattr(options, "check", False):
        return 1
    if options.dry_run:
        return 0
    if not options.yes and not Asker().agrees(f"Write {counted(len(changes), 'file')}?", "--yes"):
        sys.stderr.write("nothing was written\n")
        return 0
    carry_out(root, changes)
    write_lines(f"{'removed' if one.new is None else 'wrote'} {visible_path(one.path)}" for one in changes)
    return 0
