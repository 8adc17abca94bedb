from resources.models.collection import Collection, CollectionItem
from resources.models.reading import Kept, ReadingList, ReadingListItem
from resources.models.resource import Resource, TaggedTopic
from resources.models.tombstone import Tombstone

__all__ = [
    "Collection",
    "CollectionItem",
    "Kept",
    "ReadingList",
    "ReadingListItem",
    "Resource",
    "TaggedTopic",
    "Tombstone",
]
