"""Work that waits in the database (settings.TASKS): done, it is forgotten; what a dead worker held is done anew."""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.utils import timezone
from django_tasks import TaskResult, TaskResultStatus
from django_tasks.signals import task_finished
from django_tasks_db.backend import TaskResult as QueuedResult
from django_tasks_db.models import DBTaskResult

LONGEST = timedelta(hours=1)  # no task takes as long: its worker is gone
KEPT = timedelta(days=7)  # that a task failed, for the operator to see


@receiver(task_finished, dispatch_uid="idiaspora.forget_task")
def forget_task(sender: Any, task_result: TaskResult, **kwargs: Any) -> None:
    """A mail that is sent stays nowhere, with its address and words."""
    if isinstance(task_result, QueuedResult) and task_result.status == TaskResultStatus.SUCCESSFUL:
        task_result.db_result.delete()


@receiver(pre_delete, sender=settings.AUTH_USER_MODEL, dispatch_uid="idiaspora.forget_mails")
def forget_mails(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Mails to whoever leaves that are waiting or could not be sent."""
    DBTaskResult.objects.filter(args_kwargs__kwargs__to=instance.email).delete()


def requeue_abandoned() -> int:
    """Gives back to the queue what a worker began and, being killed, never ended; returns how many."""
    begun = DBTaskResult.objects.running().filter(started_at__lte=timezone.now() - LONGEST)
    return begun.update(status=TaskResultStatus.READY, started_at=None)


def delete_failed() -> int:
    deleted, _by_model = DBTaskResult.objects.finished().filter(finished_at__lte=timezone.now() - KEPT).delete()
    return deleted
