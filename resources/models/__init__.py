from resources.models.asking import ReviewNote
from resources.models.collection import Collection, CollectionItem
from resources.models.comment import ClosedDiscussion, Comment, CommentMail, CommentMailsOff
from resources.models.file import Downloads, FileText, ResourceFile
from resources.models.imported import ImportedFile
from resources.models.reading import Answer, Kept, ReadingList, ReadingListItem
from resources.models.request import FileRequest
from resources.models.resource import Resource, TaggedTopic
from resources.models.tombstone import Tombstone, address_digest
from resources.models.usage import MonthlyViews
from resources.models.version import ResourceVersion

__all__ = [
    "Answer",
    "ClosedDiscussion",
    "Collection",
    "CollectionItem",
    "Comment",
    "CommentMail",
    "CommentMailsOff",
    "Downloads",
    "FileRequest",
    "FileText",
    "ImportedFile",
    "Kept",
    "MonthlyViews",
    "ReadingList",
    "ReadingListItem",
    "Resource",
    "ResourceFile",
    "ResourceVersion",
    "ReviewNote",
    "TaggedTopic",
    "Tombstone",
    "address_digest",
]
