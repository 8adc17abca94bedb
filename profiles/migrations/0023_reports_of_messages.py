import uuid

from django.db import migrations, models

from profiles.uuids_setup import give_uuids


class Migration(migrations.Migration):
    # Each step by itself: PostgreSQL changes no table in the transaction that filled it.
    atomic = False

    dependencies = [("profiles", "0022_name_of_evidence")]

    operations = [
        migrations.AddField(
            model_name="message",
            name="is_hidden",
            field=models.BooleanField(default=False, verbose_name="hidden by a moderator"),
        ),
        migrations.AddField(
            model_name="message",
            name="uuid",
            field=models.UUIDField(null=True, editable=False),
        ),
        migrations.RunPython(give_uuids("profiles", "message"), migrations.RunPython.noop),
        migrations.AlterField(
            model_name="message",
            name="uuid",
            field=models.UUIDField(default=uuid.uuid4, unique=True, editable=False),
        ),
    ]
