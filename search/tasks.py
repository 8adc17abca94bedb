"""The outbox worker as a task of django-tasks, for sites that run one worker for everything (SEARCH_DRAIN=task)."""

from django_tasks import task

from search import outbox


@task()
def drain_outbox() -> int:
    """Brings the index up to date, and says how many outbox rows were done.  Run twice, it finds nothing to do."""
    return outbox.drain(due=True)
