"""The harbour of the examples: berths that boats are booked into."""

from harbour.api import app

__all__ = ["app"]
