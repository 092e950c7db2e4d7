"""Runs what documents and repositories bring along, where it can do no harm, and tells what became of it.

    with strict(View(repository=root, inputs={"a.py": b"print(1)"}), Limits(wall=10)) as room:
        finished = room.run(["/usr/bin/python3", f"{room.inputs}/a.py"])     # a sandbox for one command
        with room.session() as session:                                     # one sandbox for many commands
            session.run(["rustc", f"{room.inputs}/a.rs", "-o", f"{room.work}/a"])
            session.run([f"{room.work}/a"])
        with room.start(command, channel=True) as running:                  # a server of one's own
            running.channel.sendall(b"...")

:func:`strict` raises :class:`~holdfast.errors.Refused` where this machine has no sandbox; :func:`trusted` has the
same interface and no walls, and is used only where the user said so. :func:`probe` tells which of it there is and
why not. ``room.level`` belongs into the evidence. Nothing here reads the caller's environment.

A server that forks the examples it runs (``View(guard=True)``) builds on
:mod:`holdfast.world.sandbox.inside.supervisor`: hand ``inside.source("supervisor.py")`` in as an input and import it.
The kernel ties the life of a sandbox to this process: when it is killed, everything inside is gone at once.
"""

from holdfast.world.sandbox.limits import MIB, Finished, Limits, View
from holdfast.world.sandbox.probe import Capability, Level, probe
from holdfast.world.sandbox.process import Running
from holdfast.world.sandbox.room import Room, strict, trusted
from holdfast.world.sandbox.session import Session, SessionLost

__all__ = [
    "MIB",
    "Capability",
    "Finished",
    "Level",
    "Limits",
    "Room",
    "Running",
    "Session",
    "SessionLost",
    "View",
    "probe",
    "strict",
    "trusted",
]
