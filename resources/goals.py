"""What a resource serves: the Sustainable Development Goals, and the objectives of the Global Compact for Migration."""

import re
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

SDGS: dict[int, Any] = {
    1: _("No poverty"),
    2: _("Zero hunger"),
    3: _("Good health and well-being"),
    4: _("Quality education"),
    5: _("Gender equality"),
    6: _("Clean water and sanitation"),
    7: _("Affordable and clean energy"),
    8: _("Decent work and economic growth"),
    9: _("Industry, innovation and infrastructure"),
    10: _("Reduced inequalities"),
    11: _("Sustainable cities and communities"),
    12: _("Responsible consumption and production"),
    13: _("Climate action"),
    14: _("Life below water"),
    15: _("Life on land"),
    16: _("Peace, justice and strong institutions"),
    17: _("Partnerships for the goals"),
}
# The objectives in short; the whole words are in resolution 73/195 of the General Assembly.
GCM: dict[int, Any] = {
    1: _("Data for policies based on evidence"),
    2: _("Fewer reasons that force people to leave"),
    3: _("Timely information at all stages"),
    4: _("Proof of identity and documents"),
    5: _("Pathways for regular migration"),
    6: _("Fair recruitment and decent work"),
    7: _("Fewer vulnerabilities in migration"),
    8: _("Saving lives, and the missing"),
    9: _("Against smuggling of migrants"),
    10: _("Against trafficking in persons"),
    11: _("Borders managed together"),
    12: _("Certainty in migration procedures"),
    13: _("Detention only as a last resort"),
    14: _("Consular protection"),
    15: _("Access to basic services"),
    16: _("Inclusion and social cohesion"),
    17: _("Against all discrimination"),
    18: _("Skills and recognition of qualifications"),
    19: _("What migrants and diasporas contribute"),
    20: _("Remittances: faster, safer, cheaper"),
    21: _("Safe return and reintegration"),
    22: _("Portability of social security"),
    23: _("International cooperation"),
}
_SAID = re.compile(r"(SDG|GCM)\s*[#-]?\s*(\d{1,2})\b", re.IGNORECASE)


def sdg_name(number: str, _language: str = "") -> str:
    """«4. Quality education»."""
    return _name(SDGS, number)


def gcm_name(number: str, _language: str = "") -> str:
    """«19. What migrants and diasporas contribute»."""
    return _name(GCM, number)


def _name(names: dict[int, Any], number: str) -> str:
    return f"{number}. {names[int(number)]}" if number.isdecimal() and int(number) in names else number


def choices_of(names: dict[int, Any]) -> list[tuple[int, str]]:
    return [(number, f"{number}. {name}") for number, name in names.items()]


def subjects_of(sdgs: Iterable[int], gcm: Iterable[int]) -> list[str]:
    """«SDG 4: Quality education»: as catalogues have them among their subjects."""
    named = [("SDG", SDGS, number) for number in sdgs] + [("GCM", GCM, number) for number in gcm]
    return [f"{scheme} {number}: {names[number]}" for scheme, names, number in named if number in names]


def goals_in(subjects: Iterable[str]) -> tuple[list[int], list[int], list[str]]:
    """(goals, objectives, the other subjects) of what a catalogue has among its subjects."""
    found: dict[str, list[int]] = {"SDG": [], "GCM": []}
    others = []
    for subject in subjects:
        said = _SAID.match(subject.strip())
        scheme, number = (said[1].upper(), int(said[2])) if said else ("", 0)
        if number in {"SDG": SDGS, "GCM": GCM}.get(scheme, {}):
            found[scheme].append(number)
        else:
            others.append(subject)
    return sorted(set(found["SDG"])), sorted(set(found["GCM"])), others
