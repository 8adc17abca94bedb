"""What the library leaves to a worker."""

from django_tasks import task, task_backends


@task()
def read_file(file_pk: int) -> None:
    """Reads the words of a file for the search.  Run twice, it does the same again.

    Without a worker the request that uploaded it does this after its commit, and gives up soon: `manage.py
    care_for_files` reads what takes longer.
    """
    from resources.reading_files import IN_A_REQUEST, WITH_A_WORKER, read  # it writes, and so imports the models

    has_worker = task_backends[read_file.backend].supports_defer
    read(file_pk, seconds=WITH_A_WORKER if has_worker else IN_A_REQUEST, is_last=has_worker)


@task()
def tell_of_comment(comment_pk: int) -> None:
    """Mails those whom a new comment concerns.  Run twice, it finds them told."""
    from resources.comment_news import tell_about  # it reads the models

    tell_about(comment_pk)
