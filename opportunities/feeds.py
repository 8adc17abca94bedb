"""Atom and RSS of posts, as feed readers take them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.translation import get_language

from opportunities.models import Opportunity
from opportunities.syndication import changed_at, closes_in_words
from profiles.xml import printable


@dataclass(frozen=True)
class Channel:
    """What a feed says of itself; addresses are absolute."""

    title: str
    description: str
    page: str  # the page that shows the same
    address: str  # its own


class DatedFeed(SyndicationFeed):
    """One with nothing in it is as old as the day, not as the request, so that it stays the same for a while."""

    def latest_post_date(self) -> datetime:
        dates = [item["updateddate"] for item in self.items]
        return (
            max(dates)
            if dates
            else timezone.now().astimezone(ZoneInfo("UTC")).replace(hour=0, minute=0, second=0, microsecond=0)
        )


class Atom(DatedFeed, Atom1Feed):
    def item_attributes(self, item: dict[str, Any]) -> dict[str, Any]:
        return {"xml:lang": item["post_language"]}


class Rss(DatedFeed, Rss201rev2Feed):
    pass


FORMATS: dict[str, type[Atom] | type[Rss]] = {"atom": Atom, "rss": Rss}


def write_feed(format: str, channel: Channel, posts: Sequence[Opportunity], root: str) -> bytes:
    """A feed of posts loaded with for_cards(); `root` is the beginning of absolute addresses."""
    feed = FORMATS[format](
        title=printable(channel.title),
        link=channel.page,
        description=printable(channel.description),
        language=get_language(),
        feed_url=channel.address,
    )
    for post in posts:
        text, link = post.shown, f"{root}{post.get_absolute_url()}"
        feed.add_item(
            title=printable(text.title),
            link=link,
            unique_id=link,
            description=printable(_words(post)),
            author_name=printable(post.organization.name),
            categories=[str(post.kind_class.label)],
            pubdate=post.first_published_at or post.created,
            updateddate=changed_at(post),
            post_language=text.language,
        )
    return feed.writeString("utf-8").encode()


def _words(post: Opportunity) -> str:
    """What a reader shows of a post before it is opened: HTML."""
    return render_to_string(
        "opportunities/feed_item.html", {"opportunity": post, "closes": closes_in_words(post)}
    ).strip()
