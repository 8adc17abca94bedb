"""What a kind of resource is called in the formats of others."""

from typing import NamedTuple

from resources.models import Resource


class Names(NamedTuple):
    csl: str  # https://docs.citationstyles.org/en/stable/specification.html#appendix-iii-types
    bibtex: str
    ris: str
    schema: str  # https://schema.org
    dublin_core: str  # https://www.dublincore.org/specifications/dublin-core/dcmi-terms/#section-7


NAMES: dict[str, Names] = {
    Resource.Type.REPORT: Names("report", "techreport", "RPRT", "Report", "Text"),
    Resource.Type.TOOLKIT: Names("document", "misc", "GEN", "LearningResource", "Text"),
    Resource.Type.POLICY: Names("report", "techreport", "RPRT", "Report", "Text"),
    Resource.Type.DATASET: Names("dataset", "misc", "DATA", "Dataset", "Dataset"),
    Resource.Type.STORY: Names("document", "misc", "GEN", "Article", "Text"),
    Resource.Type.VIDEO: Names("motion_picture", "misc", "VIDEO", "VideoObject", "MovingImage"),
    Resource.Type.AUDIO: Names("song", "misc", "SOUND", "AudioObject", "Sound"),
    Resource.Type.COURSE: Names("document", "misc", "GEN", "Course", "InteractiveResource"),
}
UNKNOWN = Names("document", "misc", "GEN", "CreativeWork", "Text")


def names_of(resource: Resource) -> Names:
    """Those of its kind; a kind that another app added goes by general names."""
    return NAMES.get(resource.type, UNKNOWN)
