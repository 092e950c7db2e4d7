"""``Retry-After``, in seconds or as a date (RFC 9110, 10.2.3)."""

from email.utils import parsedate_to_datetime

_LONGEST = 86400.0 * 366


def seconds_to_wait(value: str, now: float) -> float:
    """Return how long a server asks to be left alone, in seconds from ``now`` (since the epoch); 5 where it does not say."""
    text = value.strip()
    if text.isascii() and text.isdigit() and len(text) < 12:
        return min(float(text), _LONGEST)
    try:
        moment = parsedate_to_datetime(text).timestamp()
    except (ValueError, TypeError, OverflowError):
        return 5.0
    return min(max(0.0, moment - now), _LONGEST)
