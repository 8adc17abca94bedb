from resources.models.collection import Collection, CollectionItem
from resources.models.file import Downloads, FileText, ResourceFile
from resources.models.resource import Resource, TaggedTopic
from resources.models.tombstone import Tombstone

__all__ = [
    "Collection",
    "CollectionItem",
    "Downloads",
    "FileText",
    "Resource",
    "ResourceFile",
    "TaggedTopic",
    "Tombstone",
]
