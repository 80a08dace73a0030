import backend.events.models
import backend.tenancy.constraints
import django.db.models.deletion
import django.utils.timezone
import pgtrigger.compiler
import pgtrigger.migrations
import uuid
from django.db import migrations, models


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

    initial = True

    dependencies = [
        ('organisations', '0001_initial'),
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
        migrations.CreateModel(
            name='Event',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('kind', models.CharField(max_length=40)),
                ('version', models.PositiveSmallIntegerField(db_default=1, default=1)),
                ('subject_type', models.CharField(max_length=40)),
                ('subject_id', models.BigIntegerField()),
                ('payload', models.JSONField(default=dict)),
                ('source', models.CharField(blank=True, db_default='', default='', max_length=20)),
                ('silent', models.BooleanField(default=False)),
                ('happened_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('transaction', models.BigIntegerField(db_default=backend.events.models.Position(), editable=False)),
                ('actor', models.ForeignKey(null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='organisations.membership')),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='Change',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('field', models.CharField(max_length=40)),
                ('before', models.TextField(blank=True)),
                ('after', models.TextField(blank=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='organisations.organisation')),
                ('event', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='changes', to='events.event')),
            ],
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['transaction', 'id'], name='event_by_transaction'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['organisation', 'transaction', 'id'], name='event_tail'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(fields=['subject_type', 'subject_id', 'id'], name='event_by_subject'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.UniqueConstraint(fields=('organisation', 'id'), name='event_target'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='event',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='ef4583274cf5304ac17f1451c8ccf09e6ab78e7a', operation='UPDATE', pgid='pgtrigger_append_only_affb7', table='events_event', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='change',
            constraint=backend.tenancy.constraints.TenantKey(field='event', name='change_event_tenant', to='events.Event'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='change',
            trigger=pgtrigger.compiler.Trigger(name='append_only', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='387e0e5100f342bacf8ac31a47532c839b439412', operation='UPDATE', pgid='pgtrigger_append_only_e6da9', table='events_change', when='BEFORE')),
        ),
    ]
