from typing import Any

from django.db import migrations, models
from django.db.models import F


def take_digests(apps: Any, schema_editor: Any) -> None:
    """What was kept as it was sent has the digest of what was sent; pictures were encoded again."""
    files = apps.get_model("resources", "ResourceFile").objects.filter(checksum="")
    files.exclude(content_type="image/jpeg").update(checksum=F("digest"))


class Migration(migrations.Migration):
    dependencies = [("resources", "0010_monthly_views")]

    operations = [
        migrations.AddField("resourcefile", "checksum", models.CharField(blank=True, default="", max_length=64), preserve_default=False),
        migrations.RunPython(take_digests, migrations.RunPython.noop, elidable=True),
    ]
