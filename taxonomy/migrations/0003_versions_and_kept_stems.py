from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("taxonomy", "0002_lookup_and_suggestions")]

    operations = [
        migrations.CreateModel(
            name="Version",
            fields=[
                ("name", models.CharField(max_length=20, primary_key=True, serialize=False)),
                ("token", models.CharField(max_length=32)),
            ],
        ),
        migrations.AddField("concept", "imported", models.JSONField(blank=True, default=dict, editable=False)),
        migrations.AddField("label", "latin", models.CharField(blank=True, max_length=400, default=""), preserve_default=False),
        # The next import_taxonomy fills these in.
        migrations.AddField("label", "stemmed", models.CharField(max_length=400, default=""), preserve_default=False),
    ]
