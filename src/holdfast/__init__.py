"""Holdfast: design documents that are held to what they say."""

from holdfast.version import __version__

TYPE_CHECKING = False  # What typing has under this name, without loading typing on every start.
if TYPE_CHECKING:
    from holdfast.api import Corpus
    from holdfast.api import open_corpus as open

__all__ = ["Corpus", "__version__", "open"]


def __getattr__(name: str) -> object:
    """Load the API when it is first used: the command line starts faster without it."""
    if name not in ("Corpus", "open"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from holdfast import api

    return api.open_corpus if name == "open" else api.Corpus
