"""The harbour, asked in the same process."""

from collections.abc import Iterator

import pytest

from fairlead.testing import Client
from harbour import app


@pytest.fixture
def harbour() -> Iterator[Client]:
    """A client of a harbour whose books are new."""
    with Client(app) as client:
        yield client
