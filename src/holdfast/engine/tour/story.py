"""The story: rename, rot, repair. Each scene says what happens, and then does it."""

from typing import NamedTuple

_SIGNALS = "docs/design/02-signals.md"


class Edit(NamedTuple):
    """What a person writes into a file."""

    path: str
    replaced: tuple[tuple[str, str], ...]


class Scene(NamedTuple):
    """A few words, and what is done."""

    words: str
    deeds: tuple[tuple[str, ...] | Edit, ...]
    """Command lines of ``git`` and ``holdfast``, and edits."""


STORY = (
    Scene(
        "Three design documents, written from the template that lies beside them. Nothing is configured: Holdfast finds "
        "both, and holds the one to the other.",
        (("git", "log", "--oneline", "--reverse"), ("holdfast", "check")),
    ),
    Scene(
        "On a branch, somebody gives the bells a better name. The code works, the tests are green, the commit is small.",
        (
            ("git", "switch", "--quiet", "--create", "signals"),
            ("git", "mv", "src/ferry/bells.py", "src/ferry/signals.py"),
            ("git", "mv", "docs/design/02-bells.md", _SIGNALS),
            ("git", "commit", "--quiet", "-m", "Bells are signals"),
        ),
    ),
    Scene("The documents rot, and nobody sees it. Except that somebody looks.", (("holdfast", "check"),)),
    Scene(
        "A reviewer is told what this change did to the design, and no more; on GitHub as one comment.",
        (("holdfast", "review", "main"),),
    ),
    Scene(
        "What is certain mends itself: git knows where the file went, so that every link can follow.",
        (("holdfast", "fix"),),
    ),
    Scene(
        "What only a person knows is left to a person.",
        (
            Edit(_SIGNALS, (("src/ferry/bells.py", "src/ferry/signals.py"),)),
            ("holdfast", "check"),
        ),
    ),
    Scene(
        "From now on everybody can ask which decision a file rests on, and so can their coding agents.",
        (("holdfast", "for", "src/ferry/signals.py"),),
    ),
)
END = (
    "That was the tour. On your own documents: holdfast check. It needs no configuration and changes nothing.\n"
    "holdfast verify runs their examples, holdfast fix mends, holdfast --help knows the rest."
)
