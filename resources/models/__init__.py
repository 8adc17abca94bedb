from resources.models.collection import Collection, CollectionItem
from resources.models.reading import Kept
from resources.models.resource import Resource, TaggedTopic
from resources.models.tombstone import Tombstone

__all__ = ["Collection", "CollectionItem", "Kept", "Resource", "TaggedTopic", "Tombstone"]
