from resources.models.collection import Collection, CollectionItem
from resources.models.imported import ImportedFile
from resources.models.reading import Answer, Kept, ReadingList, ReadingListItem
from resources.models.reading import Kept
from resources.models.resource import Resource, TaggedTopic
from resources.models.tombstone import Tombstone
from resources.models.usage import MonthlyViews



__all__ = ["Answer", "Collection", "CollectionItem", "ImportedFile", "Kept", "MonthlyViews", "ReadingList", "ReadingListItem", "Resource", "TaggedTopic", "Tombstone"]
