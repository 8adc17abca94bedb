import uuid
from typing import Any

from django.db import migrations, models

BATCH = 1000


def give_uuids(apps: Any, _editor: Any) -> None:
    """One for each question that has none, in batches; run twice it does nothing the second time."""
    TenderQuestion = apps.get_model("opportunities", "TenderQuestion")
    while rows := list(TenderQuestion.objects.filter(uuid=None).only("pk")[:BATCH]):
        for row in rows:
            row.uuid = uuid.uuid4()
        TenderQuestion.objects.bulk_update(rows, ["uuid"])


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
        migrations.RunPython(give_uuids, migrations.RunPython.noop),
        migrations.AlterField(
            model_name="tenderquestion",
            name="uuid",
            field=models.UUIDField(default=uuid.uuid4, unique=True, editable=False),
        ),
    ]
