from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.deploy.copies import STARTED


@pytest.fixture(autouse=True)
def _nothing_stays() -> Iterator[None]:
    """What a test started ends with it, however it ends; what its module shares stays for the next."""
    before = len(STARTED)
    yield
    while len(STARTED) > before:
        process = STARTED.pop()
        process.kill()
        process.wait(30)
