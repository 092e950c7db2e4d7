"""``holdfast demo``: a tour in two minutes, in a repository made for it: rename, rot, repair."""

import argparse
import subprocess
import sys
from typing import Any


def register(parser: argparse.ArgumentParser) -> None:
    """Add the options."""
    parser.description = (
        "Make a small repository with a history and tell a story in it: what holds, what a rename breaks, what mends it. "
        "Every command is really run. Nothing outside of that repository is touched; it is gone afterwards."
    )
    parser.add_argument(
        "--into",
        default="",
        metavar="FOLDER",
        help="make the repository in this folder, empty or not there, and keep it",
    )
    parser.add_argument("--no-pause", action="store_true", help="do not wait between the scenes")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Tell the story."""
    from holdfast.cli.ask import Asker
    from holdfast.cli.terminal import wants_color, write_lines
    from holdfast.engine.tour.stage import stage
    from holdfast.engine.tour.story import END, STORY
    from holdfast.formats.escape import visible_path
    from holdfast.formats.style import Paint

    paint = Paint(color=wants_color(sys.stdout))
    asker = Asker(wanted=not options.no_pause)
    with stage(options.into) as place:
        for number, scene in enumerate(STORY, 1):
            write_lines(["", *_narrated(f"{number}/{len(STORY)}  {scene.words}", paint), ""])
            for deed in scene.deeds:
                _play(deed, place, paint)
            if number < len(STORY):
                asker.wait("Enter goes on, Ctrl-C ends")
        write_lines(["", *_narrated(END, paint)])
        if options.into:
            write_lines(_narrated(f"The repository is in {visible_path(options.into)}.", paint))
    return 0


def _narrated(text: str, paint: Any) -> list[str]:
    from holdfast.cli.terminal import width
    from holdfast.formats.layout import wrap

    columns = min(width(sys.stdout) or 90, 90)
    return [paint(line, "cyan") for part in text.split("\n") for line in wrap(part, columns, columns)]


def _play(deed: Any, place: Any, paint: Any) -> None:
    """Show a command and run it, its output going where ours goes; of an edit the difference is shown."""
    from shlex import join

    from holdfast.cli.terminal import write_lines
    from holdfast.edits.diff import unified
    from holdfast.engine.tour.story import Edit
    from holdfast.formats import View
    from holdfast.formats.mended import diff

    if isinstance(deed, Edit):
        before, after = place.edit(deed)
        write_lines([paint(f"$ $EDITOR {deed.path}", "bold")])
        lines = [
            line for line in unified(deed.path, before, after) if line[:1] in "+-" and line[:3] not in ("+++", "---")
        ]
        write_lines(diff(iter(lines), View(color=paint.color)))
        write_lines([""])
        return
    write_lines([paint(f"$ {join(deed)}", "bold")])
    sys.stdout.flush()
    done = subprocess.run(
        place.command(deed),
        cwd=place.root,
        env=place.environment,
        stdin=subprocess.DEVNULL,
        stdout=None if _is_real(sys.stdout) else subprocess.PIPE,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    if done.stdout:
        write_lines(done.stdout.splitlines())


def _is_real(stream: Any) -> bool:
    """Tell whether a child can write where we do."""
    try:
        return bool(stream.fileno() == 1)
    except (OSError, ValueError, AttributeError):
        return False
