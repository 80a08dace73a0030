"""Whoever was in an A-team already was brought in; what was touched was changed then."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [("initiatives", "0002_kept_words")]

    operations = [
        migrations.RunSQL(
            "UPDATE initiatives_teammember SET added_by_id = membership_id",
            migrations.RunSQL.noop,
        ),
        migrations.RunSQL(
            "UPDATE initiatives_initiative SET changed_at = touched_at",
            migrations.RunSQL.noop,
        ),
    ]
