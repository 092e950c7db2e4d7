"""A new document brought to the disk: whole, or not at all."""

import os
from contextlib import suppress

from holdfast.engine.listings import Listing
from holdfast.engine.new import Draft
from holdfast.errors import WriteError
from holdfast.world.replacement import create, replace
from holdfast.world.root import lies_in


def write(root: str, draft: Draft) -> list[Listing]:
    """Make the files, and return the index pages that changed meanwhile and were left as they are.

    Raises :class:`~holdfast.errors.WriteError` where the document cannot be made; nothing is then left of it.
    """
    made: list[str] = []
    folders: list[str] = []
    try:
        for text in draft.texts:
            folders += make_folders(root, os.path.dirname(text.path))
            create(root, text.path, text.content)
            made.append(text.path)
    except BaseException:
        for path in made:
            with suppress(OSError):
                os.unlink(os.path.join(root, path))
        for folder in reversed(folders):
            with suppress(OSError):
                os.rmdir(folder)
        raise
    left = []
    for one in draft.listings:
        if one.new != one.old:
            try:
                replace(root, one.page, one.old, one.new)
            except WriteError:
                left.append(one)
    return left


def make_folders(root: str, folder: str) -> list[str]:
    """Make a folder and those above it that are not there; return the new ones, the outermost first.

    Raises :class:`~holdfast.errors.WriteError` where that is not possible, or would lead out of the project.
    """
    absolute = os.path.join(root, folder)
    missing = []
    while not os.path.isdir(absolute):
        missing.append(absolute)
        absolute = os.path.dirname(absolute)
    if not lies_in(root, absolute):
        raise WriteError("lies outside the project", where=folder, remedy="name a folder inside of it")
    made = []
    for one in reversed(missing):
        try:
            os.mkdir(one)
        except OSError as error:
            reason = (error.strerror or type(error).__name__).lower()
            raise WriteError(
                f"the folder cannot be made: {reason}", where=folder, remedy="nothing was written"
            ) from error
        made.append(one)
    return made
