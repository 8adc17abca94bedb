from django.db import migrations


def permit(apps, schema_editor):
    """Moderators verify and hide organizations, and hide profiles."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    group = apps.get_model("auth", "Group").objects.get_or_create(name="Moderators")[0]
    wanted = [("wagtailadmin", "admin", "access_admin", "Can access Wagtail admin")]
    for model in ("organization", "profile"):
        wanted += [("profiles", model, f"{action}_{model}", f"Can {action} {model}") for action in ("view", "change")]
    for app_label, model, codename, name in wanted:
        content_type = ContentType.objects.get_or_create(app_label=app_label, model=model)[0]
        permission = Permission.objects.get_or_create(content_type=content_type, codename=codename, defaults={"name": name})[0]
        group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("profiles", "0002_invitations"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailcore", "0002_initial_data"),
    ]
    operations = [migrations.RunPython(permit, migrations.RunPython.noop)]
