from django.db import migrations, models
import django.utils.timezone

import backend.events.models

# Written where it is asked for each event: never in the middle of a dump, so that one may be loaded
# in any order. The table is named with its schema, for pg_restore goes without a search path.
POSITION = """
DO $do$ BEGIN EXECUTE format($make$
    CREATE FUNCTION events_position() RETURNS bigint LANGUAGE plpgsql VOLATILE AS $body$
    BEGIN
        RETURN coalesce((SELECT max(number) FROM %I.events_epoch), 0)::bigint * 281474976710656
            + pg_current_xact_id()::text::bigint;
    END $body$ $make$, current_schema()); END $do$
"""


class Migration(migrations.Migration):

    dependencies = [
        ('events', '0006_accounts'),
    ]

    operations = [
        migrations.CreateModel(
            name='Epoch',
            fields=[
                ('number', models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ('system', models.CharField(blank=True, max_length=20)),
                ('opened_at', models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
        migrations.RunSQL(POSITION, "DROP FUNCTION events_position()"),
        migrations.AlterField(
            model_name='event',
            name='transaction',
            field=models.BigIntegerField(db_default=backend.events.models.Position(), editable=False),
        ),
    ]
