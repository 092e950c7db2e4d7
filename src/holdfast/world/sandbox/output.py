"""The beginning and the end of what a command prints, however much that is."""


class HeadAndTail:
    """Takes bytes for ever and keeps the first and the last half of its limit."""

    def __init__(self, limit: int) -> None:
        """Keep ``limit`` bytes."""
        self.tail_room = limit // 2
        self.head_room = limit - self.tail_room
        self.head = bytearray()
        self.tail = bytearray()
        self.total = 0

    def add(self, chunk: bytes) -> None:
        """Take what has been read."""
        self.total += len(chunk)
        free = self.head_room - len(self.head)
        self.head += chunk[:free]
        self.tail += chunk[free:]
        if len(self.tail) > 2 * self.tail_room:
            del self.tail[: len(self.tail) - self.tail_room]

    @property
    def truncated(self) -> int:
        """Return how many bytes were dropped."""
        return max(0, self.total - self.head_room - self.tail_room)

    def value(self) -> bytes:
        """Return what was kept, with a line in place of what was not."""
        if not self.truncated:
            return bytes(self.head + self.tail)
        end = self.tail[len(self.tail) - self.tail_room :]
        return bytes(self.head) + b"\n[... %d bytes left out ...]\n" % self.truncated + bytes(end)
