"""The same work in several languages: each translation is a resource of its own, and knows the others."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit
from uuid import UUID

from django.apps import apps
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

if TYPE_CHECKING:  # the models ask here
    from resources.models import Resource


def work_of(resource: "Resource") -> UUID:
    """What it shares with its translations."""
    return resource.work or resource.uuid


def add_translations(resources: Iterable["Resource"]) -> None:
    """Gives each its `translations`: the published ones of the same work, by language; one statement for all."""
    resources = list(resources)
    if not resources:
        return
    rows = apps.get_model("resources", "Resource")._default_manager.published()
    by_work: dict[UUID, list[Any]] = {}
    for row in rows.filter(_of({work_of(resource) for resource in resources})).order_by("language", "pk"):
        by_work.setdefault(work_of(row), []).append(row)
    for resource in resources:
        found = by_work.get(work_of(resource), ())
        resource.translations = [row for row in found if row.pk != resource.pk]


def slugs_by_work() -> dict[str, list[tuple[str, str]]]:
    """{address: (language, address) of every published version in a language, its own too} of works that have several;
    one statement where there is none, else two."""
    rows = apps.get_model("resources", "Resource")._default_manager.published()
    translated = list(rows.exclude(work=None).values_list("work", "language", "slug"))
    originals = rows.filter(work=None, uuid__in={work for work, _language, _slug in translated})
    told = [*translated, *originals.values_list("uuid", "language", "slug")]  # an empty set asks nothing
    by_work: dict[UUID, list[tuple[str, str]]] = {}
    for work, language, slug in sorted(told, key=lambda each: each[1:]):
        by_work.setdefault(work, []).append((language, slug))
    return {slug: works for works in by_work.values() if len(works) > 1 for _language, slug in works}


def problem_of(resource: "Resource", original: "Resource") -> str:
    """Why it can't be a translation of another, in words; "" when it can."""
    if resource.pk is not None and resource.pk == original.pk:
        return _("Nothing is a translation of itself. Name the other one.")
    if resource.language == original.language:
        return _("«%(title)s» is in the same language. Name one in another language.") % {"title": original.title}
    return ""


def find_original(written: str, viewer: Any) -> "Resource":
    """What somebody means by the address of its page here, or by its title; of what they may see.

    Raises LookupError, with what is to be done, when that is none or several.
    """
    rows = apps.get_model("resources", "Resource")._default_manager.visible_to(viewer)
    slug = _slug_in(written)
    found = list(rows.filter(slug=slug)[:1]) if slug else []
    found = found or list(rows.filter(title__iexact=" ".join(written.split()))[:2])
    if len(found) == 1:
        return found[0]
    if found:
        raise LookupError(_("Several are called so. Copy the address of the one you mean."))
    raise LookupError(_("It isn't in the library. Copy the address of its page here, or its whole title."))


def _slug_in(written: str) -> str:
    """«canals» of https://this.site/learn/canals/."""
    try:
        path = unquote(urlsplit(written.strip()).path)
    except ValueError:
        return ""
    before, found, rest = path.partition("/learn/")
    return rest.strip("/") if found else ""


@transaction.atomic
def settle_work(resource: "Resource") -> None:
    """Has a resource that was published belong to what it says that it translates, and its own translations with it.

    The records of all that knew it, or know it now, have changed for those who harvest them.
    """
    rows, original = type(resource)._default_manager, resource.translation_of
    before = rows.get(pk=resource.pk)
    resource.work = work_of(original) if original else None
    rows.filter(pk=resource.pk).update(work=resource.work)
    rows.filter(translation_of=resource).exclude(pk=original and original.pk).update(work=work_of(resource))
    touch_others({work_of(before), work_of(resource)}, resource)


def touch_others(works: set[UUID], resource: "Resource") -> None:
    """Harvesters read the other translations again."""
    rows = type(resource)._default_manager.published().filter(_of(works)).exclude(pk=resource.pk)
    rows.update(updated=timezone.now())


def _of(works: set[UUID]) -> Q:
    return Q(work__in=works) | Q(uuid__in=works, work=None)
