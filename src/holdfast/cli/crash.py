"""A bug of ours: said in one line, with a file to report that holds the details."""

import os
import sys
import traceback

EXIT = 70


def report_crash(traces: str | None = None) -> int:
    """Write the current traceback, or given ones, to a file outside the project and return exit code 70."""
    from holdfast.digest import sha256
    from holdfast.formats.escape import visible
    from holdfast.world.state import state_folder

    text = traces or traceback.format_exc()
    where = "it could not be written to a file"
    path = os.path.join(state_folder(), f"crash-{sha256(text.encode('utf-8', 'replace')).hexdigest()[:8]}.txt")
    try:
        os.makedirs(state_folder(), exist_ok=True)
        with open(path, "w", encoding="utf-8", errors="replace") as file:
            file.write(text)
        where = f"please report it with the file {path}"
    except OSError:
        sys.stderr.write(text)
    last = text.strip().splitlines()[-1]
    sys.stderr.write(f"holdfast: internal error: {visible(last)}\n  this is our bug; {where}\n")
    return EXIT
