"""What the kernel holds for each process, set inside by a shell that then becomes the command.

Inside, because a limit on processes that is set before the user namespace exists would count all sandboxes of an
account together, and because root in a container often lacks the right to limit another account's process.
"""

import resource
from collections.abc import Sequence

from holdfast.world.sandbox.limits import Limits

READY, GO = b"ready\n", b"go\n"
"""What the shell says, and what it waits for; where its caller is killed first, it finds the end of its input."""
STDIN = "/hf/stdin"
_PAGE = 512
"""What a shell counts file sizes in; see ``ulimit`` in POSIX."""


def limited(command: Sequence[str], limits: Limits) -> tuple[str, ...]:
    """Return the command behind a shell that sets the limits; exit 126 where one cannot be set."""
    orders = [
        "ulimit -c 0",
        f"ulimit -S -t {_within(resource.RLIMIT_CPU, limits.cpu)}",
        f"ulimit -H -t {_within(resource.RLIMIT_CPU, limits.cpu + 2)}",
        f"ulimit -d {_within(resource.RLIMIT_DATA, limits.data) >> 10}",
        f"ulimit -f {_within(resource.RLIMIT_FSIZE, limits.file_size) // _PAGE}",
        f"ulimit -l {_within(resource.RLIMIT_MEMLOCK, 1 << 16) >> 10}",
        f"ulimit -n {_within(resource.RLIMIT_NOFILE, limits.files)}",
        # Dash calls the limit on processes -p, all other shells -u.
        f"if (ulimit -u) >/dev/null 2>&1; then ulimit -u {limits.processes}; else ulimit -p {limits.processes}; fi",
    ]
    script = f"""{{ {" && ".join(orders)}; }} || exit 126
echo {READY.decode().strip()}
read -r word || exit 126
exec "$@" < {STDIN}
"""
    return ("/bin/sh", "-c", script, "sh", *command)


def _within(kind: int, wanted: int) -> int:
    """Return what may be set: a limit that is already lower stays."""
    _, hard = resource.getrlimit(kind)
    return wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
