"""``python -m holdfast`` is the same command as ``holdfast``."""

import os
import sys

# Python puts the working directory first on the path, and the working directory is a stranger's
# repository: a json.py in it must not become our json.
sys.path[:] = [entry for entry in sys.path if entry and os.path.realpath(entry) != os.path.realpath(os.getcwd())]

from holdfast.cli import main  # noqa: E402 - the path has to be cleaned first.

if __name__ == "__main__":
    sys.exit(main())
