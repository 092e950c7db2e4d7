"""Why a question on the network was not answered."""


class Trouble(Exception):  # noqa: N818 - It says what the other side did; most of it is no error of ours.
    """One question without an answer.

    ``kind`` is one of ``refused`` (our policy), ``name`` (no such host), ``lookup`` (nobody could say), ``connect``,
    ``tls``, ``slow``, ``protocol``, ``loop`` (too many redirects), ``redirect`` (one that leads nowhere), ``busy``
    (asked to wait longer than we do); ``found`` is one line.
    """

    def __init__(self, kind: str, found: str) -> None:
        """Keep both."""
        super().__init__(found)
        self.kind = kind
        self.found = found
