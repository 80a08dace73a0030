from __future__ import annotations

from django.db import migrations, models

import backend.photos.models


class Migration(migrations.Migration):
    dependencies = [("photos", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="photo",
            name="small",
            field=models.FileField(
                blank=True, default="", max_length=120, upload_to=backend.photos.models.random_name
            ),
            preserve_default=False,
        ),
    ]
