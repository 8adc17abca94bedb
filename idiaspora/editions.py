"""The edition of the site: a name for all that visitors may read, which changes with every change of that.

What is kept of an edition need never be looked for and deleted: nobody asks for it once there is another.  Every
statement that writes is seen, whoever makes it (services, the admin, updates in bulk, commands), and the edition
changes after the commit.  What doesn't pass through Django is noticed when a kept page has had its time.
"""

import re
import secrets
import time
from typing import Any, NamedTuple

from django.core.cache import caches
from django.db import connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from search.signals import index_changed

KEY = "edition"
# «INSERT INTO "table"», «INSERT OR IGNORE INTO "table"», «UPDATE "table"», «DELETE FROM "table"»
WRITES = re.compile(r'(?:INSERT|UPDATE|DELETE)\b[^"]{1,20}"(\w+)"')
# Tables, or beginnings of their names, of which no page for visitors shows anything.  Whatever isn't here counts.
QUIET = (
    "account_", "auth_", "django_", "idiaspora_emailchange", "idiaspora_user", "mfa_", "opportunities_addressshown",
    "opportunities_application", "opportunities_bid", "opportunities_calendarlink", "opportunities_choice",
    "opportunities_importedtable", "opportunities_reminder", "profiles_block", "profiles_connection",
    "profiles_conversation", "profiles_digest", "profiles_discussionfollow", "profiles_message", "profiles_participant",
    "profiles_profile", "profiles_savedsearch", "resources_comment", "resources_downloads", "resources_filerequest",
    "resources_importedfile", "resources_kept", "resources_monthlyviews", "resources_readinglist",
    "resources_reviewnote", "search_", "socialaccount_", "usersessions_",
)  # fmt: skip
LISTED = ("opportunity", "resource")  # kinds of which kept pages have lists: those change when the index does


class Edition(NamedTuple):
    name: str
    since: float  # seconds since 1970

    @property
    def age(self) -> float:
        """Seconds since the last change."""
        return time.time() - self.since


def current() -> Edition:
    """The edition of now, as far as this process can tell; a first one when there is none."""
    kept = caches["pages"].get(KEY)
    if kept is None:
        kept = _name()
        caches["pages"].add(KEY, kept, timeout=None)
    return Edition(kept, float(kept.partition(" ")[0]))


def change() -> None:
    """Begins another edition."""
    caches["pages"].set(KEY, _name(), timeout=None)


def _name() -> str:
    """When it began, and something that makes it one of its kind."""
    return f"{time.time():.3f} {secrets.token_hex(4)}"


def watch(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    """Has the edition change with what is written by a connection."""
    if _notice not in connection.execute_wrappers:
        connection.execute_wrappers.append(_notice)


def _notice(execute: Any, sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
    answer = execute(sql, params, many, context)
    if is_shown(sql):
        _change_after_commit(context["connection"])
    return answer


def _change_after_commit(connection: BaseDatabaseWrapper) -> None:
    """Once for a transaction; what waits in a savepoint that may yet be rolled back is no substitute."""
    open_savepoints = set(connection.savepoint_ids)
    for savepoints, function, *_ in connection.run_on_commit:
        if function is change and savepoints <= open_savepoints:
            return
    transaction.on_commit(change, using=connection.alias, robust=True)


def is_shown(sql: str) -> bool:
    """Whether a statement changes what visitors read."""
    written = WRITES.match(sql)
    if written is None:
        return False
    return not written[1].startswith(QUIET)


def on_index_changed(kind: str, **kwargs: Any) -> None:
    if kind in LISTED:
        change()


def start() -> None:
    """Watches the index, the connections that there are, and those to come."""
    index_changed.connect(on_index_changed, dispatch_uid="idiaspora.editions")
    connection_created.connect(watch, dispatch_uid="idiaspora.editions")
    for connection in connections.all(initialized_only=True):
        watch(connection)
