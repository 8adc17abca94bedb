"""What of a contributor stands in the library beside their account."""

from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.models import Revision

from resources.erasing import erase_contributions
from resources.models import Resource
from taxonomy.models import Term
from tests.profiles.factories import make_member
from tests.resources.factories import make_resource


def test_drafts_go_with_the_terms_that_only_they_had(db: None) -> None:
    user = make_member(name="Aida").user
    make_resource(contributor=user, live=False, topics=["Qzxgoes"])
    make_resource(contributor=user, live=False, topics=["Qzxstays"])
    kept = make_resource(contributor=user, topics=["Qzxstays"])
    erase_contributions(sender=None, instance=user)
    assert list(Resource.objects.all()) == [kept]
    assert list(Term.objects.filter(name__startswith="Qzx").values_list("name", flat=True)) == ["Qzxstays"]


def test_takes_as_many_statements_for_many(db: None) -> None:
    counts = []
    for many in (1, 30):
        user = make_member(name="Aida").user
        for _number in range(many):
            make_resource(contributor=user, authors=["Somebody Else"]).save_revision()
        named = make_resource(contributor=user, authors=["Aida", "Somebody Else"])
        named.save_revision()
        with CaptureQueriesContext(connection) as statements:
            erase_contributions(sender=None, instance=user)
        counts.append(len(statements))
        assert [each.content["authors"] for each in Revision.objects.for_instance(named)] == [["Somebody Else"]]
        assert Resource.objects.get(pk=named.pk).authors == ["Somebody Else"]
    assert counts[0] == counts[1]
