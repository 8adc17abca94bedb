"""For migrations: binds a snippet model to the moderators' workflow and gives the editors' groups their permissions."""

from typing import Any

from profiles.reviewing import WORKFLOW_NAME

ACTIONS = {
    "Editors": ("view", "add", "change"),
    "Moderators": ("view", "add", "change", "delete", "publish", "lock", "unlock"),
}


def set_up_review(apps: Any, app_label: str, model_name: str) -> None:
    """`apps` is the migration's; may run again without harm."""
    content_type = give_permissions(apps, app_label, model_name)
    bound = apps.get_model("wagtailcore", "WorkflowContentType").objects
    if not bound.filter(content_type=content_type).exists():
        bound.create(content_type=content_type, workflow=_workflow(apps))


def give_permissions(apps: Any, app_label: str, model_name: str) -> Any:
    """Lets the editors' groups work on a snippet model; returns its content type."""
    content_type = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app_label, model=model_name
    )[0]
    for group_name, actions in ACTIONS.items():
        group = apps.get_model("auth", "Group").objects.get_or_create(name=group_name)[0]
        group.permissions.add(_access_admin(apps), *(_permission(apps, content_type, action) for action in actions))
    return content_type


def _permission(apps: Any, content_type: Any, action: str) -> Any:
    codename = f"{action}_{content_type.model}"
    defaults = {"name": f"Can {action} {content_type.model}"}
    return apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename=codename, defaults=defaults
    )[0]


def _access_admin(apps: Any) -> Any:
    content_type = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="wagtailadmin", model="admin"
    )[0]
    return apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type, codename="access_admin", defaults={"name": "Can access Wagtail admin"}
    )[0]


def _workflow(apps: Any) -> Any:
    """One workflow of one step: somebody of the group Moderators approves, or returns with a comment."""
    workflow, created = apps.get_model("wagtailcore", "Workflow").objects.get_or_create(name=WORKFLOW_NAME)
    if created:
        task_type = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
            app_label="wagtailcore", model="groupapprovaltask"
        )[0]
        task = apps.get_model("wagtailcore", "GroupApprovalTask").objects.create(
            name="Review by a moderator", content_type=task_type
        )
        task.groups.add(apps.get_model("auth", "Group").objects.get(name="Moderators"))
        apps.get_model("wagtailcore", "WorkflowTask").objects.create(workflow=workflow, task=task, sort_order=0)
    return workflow
