from django.db import migrations

from profiles.review_setup import set_up_review


def forwards(apps, schema_editor):
    set_up_review(apps, "opportunities", "opportunity")


class Migration(migrations.Migration):
    dependencies = [
        ("opportunities", "0002_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
