from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from deploy.backup.place import Place
from deploy.local import servers
from tests.faults.conftest import announce, colleagues, stage
from tests.faults.stage import Stage

__all__ = ["announce", "colleagues", "stage"]


@pytest.fixture
def here(stage: Stage, settings, tmp_path: Path) -> Place:
    """The installation that the test's processes run on, with a folder of its own for photos."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return Place(stage.environment()["DATABASE_URL"], tmp_path)


@pytest.fixture
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[], Place]]:
    """`elsewhere()`: an empty installation on a PostgreSQL cluster of its own."""
    started: list[servers.Postgres] = []

    def begin() -> Place:
        folder = tmp_path_factory.mktemp("elsewhere")
        folder.chmod(0o755)
        started.append(servers.start_postgres(folder / "postgres", durable=False))
        return Place(started[-1].url, folder)

    yield begin
    for server in started:
        server.stop()
