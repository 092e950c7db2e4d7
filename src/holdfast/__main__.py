"""``holdfast``, and ``python -m holdfast``: an unchanged run is shown again before anything else is loaded."""

import os
import sys

# Python puts the working directory first on the path, and the working directory is a stranger's
# repository: a json.py in it must not become our json.
sys.path[:] = [entry for entry in sys.path if entry and os.path.realpath(entry) != os.path.realpath(os.getcwd())]

from holdfast.world.replay import day_name, replayed, run_name  # noqa: E402 - the path has to be cleaned first.
from holdfast.world.root import project_root  # noqa: E402


def main() -> int:
    """Run the command line and return its exit code."""
    if None in (sys.stdout, sys.stderr):
        from holdfast.world.output import open_closed_streams

        open_closed_streams()
    shown = sys.argv[1:2] in (["check"], ["lint"], ["verify"], ["status"])
    # What status shows grows older by the day.
    name = [*sys.argv[1:], day_name()] if sys.argv[1:2] == ["status"] else sys.argv[1:]
    known = replayed(project_root(os.getcwd()), run_name(name)) if shown else None
    if known is None:
        import gc

        # A run makes a hundred thousand small objects that last; looking among them for cycles takes long and finds none.
        gc.set_threshold(100_000, 50, 100)
        from holdfast.cli import main as run

        try:
            return run()
        finally:
            # Nor need they be looked through once more when the interpreter ends.
            gc.freeze()
    from holdfast.world.output import write

    try:
        write(known[0])
    except Exception as error:
        from holdfast.errors import HoldfastError

        if not isinstance(error, HoldfastError):
            raise
        sys.stderr.write(f"holdfast: {error}\n")
        return 2
    return known[1]


if __name__ == "__main__":
    sys.exit(main())
