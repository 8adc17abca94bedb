"""How resources are reported and moderated."""

from profiles import reviewing
from profiles.reportable import Reportable, register
from resources.models import Resource


def register_all() -> None:
    register(
        Reportable(
            name="resource",
            model=Resource,
            visible_to=Resource.objects.visible_to,
            account=lambda resource: resource.contributor,
            organization=lambda resource: resource.organization,
            owners=lambda resource: [resource.contributor] if resource.contributor else [],
            text=lambda resource: [resource.url, resource.summary],
            hide=lambda resource, moderator: reviewing.take_down(resource, user=moderator),
            show=lambda resource, moderator, before: reviewing.put_back(resource, before, user=moderator),
            delete=lambda resource: resource.delete(),
        )
    )
