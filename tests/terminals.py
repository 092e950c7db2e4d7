"""A terminal in which a command runs, as people see it."""

import fcntl
import os
import pty
import struct
import subprocess
import termios
from pathlib import Path


def on_a_terminal(cwd: Path, command: list[str], width: int = 0, **env: str) -> str:
    """Run a command on a terminal of a width in columns, 0 for one that names none, and return what the terminal got."""
    leader, follower = pty.openpty()
    fcntl.ioctl(follower, termios.TIOCSWINSZ, struct.pack("HHHH", 40, width, 0, 0))
    environment = {**os.environ, "TERM": "xterm", **env}
    process = subprocess.Popen(command, cwd=cwd, env=environment, stdin=follower, stdout=follower, stderr=follower)
    os.close(follower)
    got = b""
    try:
        while part := os.read(leader, 65536):
            got += part
    except OSError:  # The other end is closed: that is how a terminal ends.
        pass
    os.close(leader)
    process.wait(timeout=30)
    return got.decode().replace("\r\n", "\n")
