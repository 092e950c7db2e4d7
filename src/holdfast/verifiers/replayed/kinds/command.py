"""Any server that a command starts and that listens on ``127.0.0.1:$PORT``."""

import os

from holdfast.languages.python_run.environment import find_environment
from holdfast.model.guide import Side
from holdfast.verifiers.replayed.kinds import Ground, Prepared, outside
from holdfast.verifiers.replayed.node import packages_for
from holdfast.world.toolchains import program_paths, python_paths

KIND = "command"


def fits(side: Side) -> bool:
    """Tell whether the side says how it is started."""
    return bool(side.command)


def prepare(side: Side, ground: Ground) -> Prepared:
    """Run the side's lines in a shell, with the programs of the project's environments before the system's."""
    packages = packages_for(ground)
    named = ground.environment.get("python") or ground.settings.get("python", {}).get("python")
    python = find_environment(ground.root, {"python": named} if named else {})
    places = [os.path.dirname(python.python)]
    if packages.folder:
        places.append(f"{packages.folder}/node_modules/.bin")
    if packages.node:
        places.append(os.path.dirname(packages.node))
    shown = (*python.folders, *python_paths(python.python), *(program_paths(packages.node) if packages.node else ()))
    link = (("ln", "-s", f"{packages.folder}/node_modules", "node_modules"),) if packages.folder else ()
    return Prepared(
        kind=KIND,
        command=("sh", "-c", side.command),
        files={one.path: one.text.encode("utf-8", "surrogateescape") for one in side.files},
        read_only=outside(ground.root, (*shown, *packages.shown)),
        build=link,
        environment={
            "PATH": ":".join((*places, "/usr/local/bin:/usr/bin:/bin")),
            "PYTHONPATH": ":".join(path for one in ground.folders for path in (os.path.join(one, "src"), one)),
            "PYTHONUNBUFFERED": "1",
            "HOLDFAST_PROJECT": ground.root,
        },
        versions=(
            ("python", python.version),
            ("packages", f"{python.installed} {packages.version}"),
            ("node", packages.build),
        ),
        rests_on=tuple(filter(None, (python.python, python.packages, *packages.locks))),
        whole=True,
        missing="" if side.command else "nothing says how it is started",
        remedy="" if side.command else 'show a console fence with its command, or say run="..."',
    )
