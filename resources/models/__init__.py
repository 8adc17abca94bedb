from resources.models.collection import Collection, CollectionItem
from resources.models.imported import ImportedFile
from resources.models.resource import Resource, TaggedTopic
from resources.models.tombstone import Tombstone
from resources.models.usage import MonthlyViews

__all__ = ["Collection", "CollectionItem", "ImportedFile", "MonthlyViews", "Resource", "TaggedTopic", "Tombstone"]
