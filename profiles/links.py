"""What an organization is under, and what is under it."""

from typing import Any, NamedTuple

from profiles.models import Organization, OrganizationLink

Kind = OrganizationLink.Kind


class Links(NamedTuple):
    """Accepted ones of which the viewer sees both sides, by name."""

    umbrellas: list[OrganizationLink]
    chapters: list[Organization]
    members: list[Organization]


def links_of(organization: Organization, viewer: Any) -> Links:
    """What an organization's page shows; one statement."""
    rows = OrganizationLink.objects.of(organization).accepted().visible_to(viewer)
    found = Links([], [], [])
    for row in sorted(rows, key=lambda row: row.other(organization).name.casefold()):
        if row.child_id == organization.pk:
            found.umbrellas.append(row)
        else:
            (found.chapters if row.kind == Kind.CHAPTER else found.members).append(row.child)
    return found


def is_above(one: Organization, other: Organization) -> bool:
    """Whether `one` is above `other`, however many steps; one statement a step."""
    seen, level = {other.pk}, {other.pk}
    while level:
        rows = OrganizationLink.objects.accepted().filter(child__in=level).values_list("parent", flat=True)
        level = set(rows) - seen
        if one.pk in level:
            return True
        seen |= level
    return False
