"""Pictures for tests."""

from __future__ import annotations

from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image


def picture(size: tuple[int, int] = (40, 20), kind: str = "JPEG", **options) -> ContentFile:
    made = BytesIO()
    Image.new("RGB", size, "teal").save(made, kind, **options)
    return ContentFile(made.getvalue(), name="photo.jpg")
