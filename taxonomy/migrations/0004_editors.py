from django.db import migrations

WANTED = [("wagtailadmin", "admin", "access_admin", "Can access Wagtail admin")] + [
    ("taxonomy", model, f"{action}_{model}", f"Can {action} {model}")
    for model, actions in (("concept", ("view", "add", "change")), ("term", ("view", "change")))
    for action in actions
]


def permit(apps, schema_editor):
    """Editors and moderators keep the vocabulary."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    for name in ("Editors", "Moderators"):
        group = apps.get_model("auth", "Group").objects.get_or_create(name=name)[0]
        for app_label, model, codename, title in WANTED:
            content_type = ContentType.objects.get_or_create(app_label=app_label, model=model)[0]
            permission = Permission.objects.get_or_create(content_type=content_type, codename=codename, defaults={"name": title})[0]
            group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("taxonomy", "0003_versions_and_kept_stems"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailcore", "0002_initial_data"),
    ]
    operations = [migrations.RunPython(permit, migrations.RunPython.noop)]
