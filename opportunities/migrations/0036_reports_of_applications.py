import uuid

from django.db import migrations, models

from profiles.uuids_setup import give_uuids


class Migration(migrations.Migration):
    # Each step by itself: PostgreSQL changes no table in the transaction that filled it.
    atomic = False

    dependencies = [("opportunities", "0035_one_posting_right_each")]

    operations = [
        migrations.AddField(
            model_name="application",
            name="is_hidden",
            field=models.BooleanField(default=False, verbose_name="hidden by a moderator"),
        ),
        migrations.AddField(
            model_name="bid",
            name="is_hidden",
            field=models.BooleanField(default=False, verbose_name="hidden by a moderator"),
        ),
        migrations.AddField(
            model_name="tenderquestion",
            name="is_hidden",
            field=models.BooleanField(default=False, verbose_name="hidden by a moderator"),
        ),
        migrations.AddField(
            model_name="tenderquestion",
            name="uuid",
            field=models.UUIDField(null=True, editable=False),
        ),
        migrations.RunPython(give_uuids("opportunities", "tenderquestion"), migrations.RunPython.noop),
        migrations.AlterField(
            model_name="tenderquestion",
            name="uuid",
            field=models.UUIDField(default=uuid.uuid4, unique=True, editable=False),
        ),
    ]
