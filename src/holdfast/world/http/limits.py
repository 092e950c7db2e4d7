"""How much one exchange may cost, whatever the other side does."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """Bounds of one question, all redirects included."""

    seconds: float = 20.0
    """From the first look-up of a name to the last byte that is wanted."""
    connect: float = 8.0
    """Seconds for one connection, its encryption included."""
    bytes: int = 4 * 1024 * 1024
    """Of a body, after decompression; what is longer is cut, and said to be."""
    hops: int = 8
    """Redirects that are followed."""
    sockets: int = 32
    """Connections open at once, over all hosts."""
    each: int = 4
    """Questions at once to one host."""
    pause: float = 1.0
    """Seconds that a host is left alone at least, once it has asked for that."""
    patience: float = 30.0
    """Seconds that a ``Retry-After`` is waited for, for one host in the whole run."""
