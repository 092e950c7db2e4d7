"""Records the tour of ``holdfast demo`` as a picture that moves: docs/demo.svg, which the README shows.

Every command is run in a terminal of a fixed size, in the repository that the tour makes, and what it prints is drawn.
``python scripts/record_demo.py`` writes the file, ``--check`` tells whether it is what would be written.
"""

import fcntl
import os
import pty
import re
import struct
import subprocess
import sys
import termios
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from holdfast.edits.diff import unified
from holdfast.engine.tour.stage import Stage, stage
from holdfast.engine.tour.story import STORY, Edit, Scene
from holdfast.formats.escape import xml
from holdfast.formats.layout import columns, wrap

TARGET = Path(__file__).parent.parent / "docs" / "demo.svg"
COLUMNS, ROWS = 100, 31
CELL, LINE = 8.4, 20
MARGIN, BAR, CAPTION = 24, 40, 78
WIDTH = round(COLUMNS * CELL + 2 * MARGIN)
HEIGHT = BAR + CAPTION + ROWS * LINE + 40
POSTER = 2
"""The scene that is shown where nothing moves."""
COLORS = {"31": "#ff7b72", "32": "#7ee787", "33": "#e3b341", "36": "#79c0ff", "2": "#8b949e"}
_CODE = re.compile(r"\x1b\[([0-9;]*)m")
_SURROUNDINGS = ("PATH", "HOME", "TMPDIR", "VIRTUAL_ENV", "LD_LIBRARY_PATH", "PYTHONPATH")


class Run(NamedTuple):
    """A stretch of one line in one style."""

    text: str
    color: str
    bold: bool


class Beat(NamedTuple):
    """Lines that appear at one moment."""

    lines: list[list[Run]]


def main(argv: list[str]) -> int:
    """Write the picture, or compare it."""
    made = picture([(scene, list(beats)) for scene, beats in recorded()])
    if "--check" in argv:
        if TARGET.exists() and TARGET.read_text(encoding="utf-8") == made:
            return 0
        print(f"{TARGET.name} is not what the tour prints: run python scripts/record_demo.py", file=sys.stderr)
        return 1
    TARGET.write_text(made, encoding="utf-8")
    return 0


def recorded() -> Iterator[tuple[Scene, list[Beat]]]:
    """Tell the story, and yield each scene with what appears on the terminal."""
    kept = {name: os.environ[name] for name in _SURROUNDINGS if name in os.environ}
    with stage(environment={**kept, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}) as place:
        for scene in STORY:
            yield scene, [beat for deed in scene.deeds for beat in _beats(place, deed)]


def _beats(place: Stage, deed: tuple[str, ...] | Edit) -> Iterator[Beat]:
    if isinstance(deed, Edit):
        before, after = place.edit(deed)
        lines = [
            line for line in unified(deed.path, before, after) if line[:1] in "+-" and line[:3] not in ("+++", "---")
        ]
        yield Beat([_prompt(f"$EDITOR {deed.path}")])
        yield Beat([*([Run(line, COLORS["32" if line[0] == "+" else "31"], False)] for line in lines), []])
        return
    words = " ".join(f"'{word}'" if " " in word else word for word in deed)
    yield Beat([_prompt(words)])
    printed = _printed(place, deed).replace("\r\n", "\n").rstrip("\n")
    if printed:
        yield Beat([*(part for line in printed.split("\n") for part in _folded(_runs(line))), []])


def _prompt(words: str) -> list[Run]:
    return [Run("$ ", COLORS["32"], True), Run(words, "#f0f6fc", True)]


def _printed(place: Stage, words: tuple[str, ...]) -> str:
    """Return what a command prints on a terminal."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
    process = subprocess.Popen(
        place.command(words),
        cwd=place.root,
        env=place.environment,
        stdin=subprocess.DEVNULL,
        stdout=theirs,
        stderr=subprocess.PIPE,
    )
    os.close(theirs)
    pieces = []
    try:
        while piece := os.read(ours, 65536):
            pieces.append(piece)
    except OSError:  # So ends a terminal that nobody writes to any more.
        pass
    finally:
        os.close(ours)
    _, said = process.communicate()
    if process.returncode not in (0, 1):
        raise SystemExit(f"{' '.join(words)}: {said.decode()}")
    return b"".join(pieces).decode()


def _runs(line: str) -> list[Run]:
    """Split a line into stretches of one style."""
    found: list[Run] = []
    color, bold, at = "#c9d1d9", False, 0
    for code in [*_CODE.finditer(line), None]:
        text = line[at : code.start() if code else len(line)]
        if text:
            found.append(Run(text, color, bold))
        if code:
            at = code.end()
            for number in code[1].split(";"):
                if number in ("", "0"):
                    color, bold = "#c9d1d9", False
                elif number == "1":
                    bold = True
                else:
                    color = COLORS[number]
    return found


def _folded(line: list[Run]) -> Iterator[list[Run]]:
    """Yield a line as a terminal shows it: what does not fit goes on below."""
    row: list[Run] = []
    room = COLUMNS
    for run in line:
        text = run.text
        while columns(text) > room:
            row.append(run._replace(text=text[:room]))
            text = text[room:]
            yield row
            row, room = [], COLUMNS
        if text:
            row.append(run._replace(text=text))
            room -= columns(text)
    yield row


def picture(scenes: list[tuple[Scene, list[Beat]]]) -> str:
    """Return the whole picture."""
    lengths = [_seconds(beats) for _, beats in scenes]
    total = sum(lengths)
    styles, bodies = [], []
    start = 0.0
    for number, ((scene, beats), length) in enumerate(zip(scenes, lengths, strict=True)):
        end = start + length
        parts = [(start, "".join(_caption(number, len(scenes), scene.words)))]
        row = 0
        moments = _moments(beats)
        for beat, moment in zip(beats, moments, strict=True):
            parts.append((start + moment, "".join(_line(line, row + place) for place, line in enumerate(beat.lines))))
            row += len(beat.lines)
        if row > ROWS:
            raise SystemExit(f"scene {number + 1} takes {row} lines, and there is room for {ROWS}")
        for place, (moment, body) in enumerate(parts):
            name = f"s{number}b{place}"
            styles.append(_keyframes(name, moment / total, end / total))
            poster = " poster" if number == POSTER else ""
            bodies.append(f'<g class="beat{poster}" style="animation-name:{name}">{body}</g>\n')
        start = end
    return _frame("".join(styles), "".join(bodies), total)


def _seconds(beats: list[Beat]) -> float:
    lines = sum(len(beat.lines) for beat in beats)
    return round(min(10.0, 3.4 + _moments(beats)[-1] + 0.16 * lines), 1)


def _moments(beats: list[Beat]) -> list[float]:
    """Return when each beat appears: a command after a breath, its output after another."""
    found, now = [], 0.6
    for beat in beats:
        found.append(round(now, 1))
        now += 0.9 if len(beat.lines) == 1 else 1.2
    return found


def _keyframes(name: str, start: float, end: float) -> str:
    first = "" if start == 0 else "0%{visibility:hidden}"
    return (
        f"@keyframes {name}{{{first}{start:.3%}{{visibility:visible}}{end:.3%},100%{{visibility:hidden}}}}\n".replace(
            "100.000%,100%", "100%"
        )
    )


def _caption(number: int, count: int, words: str) -> Iterator[str]:
    lines = wrap(words, 96, 96)
    top = BAR + (36 if len(lines) == 1 else 26)
    for place, line in enumerate(lines):
        yield f'<text class="words" x="{MARGIN}" y="{top + 22 * place}">{xml(line)}</text>'
    for place in range(count):
        color = "#79c0ff" if place == number else "#30363d"
        x = WIDTH / 2 + (place - (count - 1) / 2) * 18
        yield f'<circle cx="{x:g}" cy="{HEIGHT - 18}" r="4" fill="{color}"/>'


def _line(runs: list[Run], row: int) -> str:
    """Return one line; every stretch is as wide as its columns, whatever font draws it."""
    y = BAR + CAPTION + LINE * (row + 1) - 5
    x = float(MARGIN)
    pieces = []
    for run in runs:
        text = run.text
        lead = len(text) - len(text.lstrip(" "))
        shown = text.strip(" ")
        if shown:
            bold = ' class="bold"' if run.bold else ""
            width = columns(shown) * CELL
            pieces.append(
                f'<text x="{x + lead * CELL:.1f}" y="{y}" fill="{run.color}"{bold} textLength="{width:.1f}" '
                f'lengthAdjust="spacingAndGlyphs">{xml(shown)}</text>'
            )
        x += columns(text) * CELL
    return "".join(pieces)


def _frame(styles: str, bodies: str, total: float) -> str:
    dots = "".join(
        f'<circle cx="{MARGIN + 20 * place}" cy="{BAR / 2:g}" r="6" fill="{color}"/>'
        for place, color in enumerate(("#ff5f57", "#febc2e", "#28c840"))
    )
    return f"""<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" role="img" aria-labelledby="title">
<title id="title">A tour of Holdfast: rename, rot, repair</title>
<!-- Made by scripts/record_demo.py from what holdfast demo prints. -->
<style>
text{{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono","Liberation Mono",monospace;white-space:pre}}
.bold{{font-weight:700}}
.words{{font:16px system-ui,-apple-system,"Segoe UI",Roboto,"Helvetica Neue",Arial,"DejaVu Sans",sans-serif;fill:#f0f6fc}}
.beat{{visibility:hidden;animation:{total:g}s step-end infinite}}
.poster{{visibility:visible}}
@media (prefers-reduced-motion:reduce){{.beat{{animation:none}}}}
{styles}</style>
<rect width="{WIDTH}" height="{HEIGHT}" rx="10" fill="#0d1117"/>
<path d="M0 10a10 10 0 0 1 10-10h{WIDTH - 20}a10 10 0 0 1 10 10v{BAR - 10}h-{WIDTH}z" fill="#161b22"/>
{dots}
<text x="{WIDTH / 2:g}" y="{BAR / 2 + 5:g}" text-anchor="middle" fill="#8b949e">holdfast demo</text>
<path d="M{MARGIN} {BAR + CAPTION - 12}h{WIDTH - 2 * MARGIN}" stroke="#21262d"/>
{bodies}</svg>
"""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
