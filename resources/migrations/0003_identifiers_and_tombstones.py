import uuid

import django.utils.timezone
from django.db import migrations, models

from profiles.uuids_setup import give_uuids


class Migration(migrations.Migration):
    # Each step by itself: PostgreSQL changes no table in the transaction that filled it.
    atomic = False

    dependencies = [("resources", "0002_review")]

    operations = [
        migrations.CreateModel(
            name="Tombstone",
            fields=[
                ("uuid", models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ("type", models.CharField(max_length=20, verbose_name="type")),
                ("language", models.CharField(max_length=12, verbose_name="language")),
                ("deleted", models.DateTimeField(default=django.utils.timezone.now, verbose_name="deleted on")),
            ],
            options={
                "verbose_name": "deleted resource",
                "verbose_name_plural": "deleted resources",
                "ordering": ["deleted", "pk"],
            },
        ),
        migrations.AddField(
            model_name="resource",
            name="doi",
            field=models.CharField(blank=True, max_length=200, verbose_name="DOI"),
        ),
        migrations.AddField(
            model_name="resource",
            name="isbn",
            field=models.CharField(blank=True, max_length=13, verbose_name="ISBN"),
        ),
        migrations.AddField(
            model_name="resource",
            name="uuid",
            field=models.UUIDField(null=True, editable=False),
        ),
        migrations.RunPython(give_uuids("resources", "resource"), migrations.RunPython.noop),
        migrations.AlterField(
            model_name="resource",
            name="uuid",
            field=models.UUIDField(default=uuid.uuid4, unique=True, editable=False),
        ),
        migrations.AddIndex(
            model_name="resource",
            index=models.Index(fields=["updated", "uuid"], name="resources_as_harvested"),
        ),
    ]
