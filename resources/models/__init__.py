from resources.models.collection import Collection, CollectionItem
from resources.models.reading import Answer, Kept, ReadingList, ReadingListItem
from resources.models.resource import Resource, TaggedTopic
from resources.models.tombstone import Tombstone

__all__ = [
    "Answer",
    "Collection",
    "CollectionItem",
    "Kept",
    "ReadingList",
    "ReadingListItem",
    "Resource",
    "TaggedTopic",
    "Tombstone",
]
