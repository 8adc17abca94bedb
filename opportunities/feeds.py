"""Atom and RSS of posts, as feed readers take them."""

from collections.abc import Sequence

from django.template.loader import render_to_string

from opportunities.models import Opportunity
from opportunities.syndication import changed_at, closes_in_words
from profiles.syndication import Channel, new_feed
from profiles.xml import printable


def write_feed(format: str, channel: Channel, posts: Sequence[Opportunity], root: str) -> bytes:
    """A feed of posts loaded with for_cards(); `root` is the beginning of absolute addresses."""
    feed = new_feed(format, channel)
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
            item_language=text.language,
        )
    return feed.writeString("utf-8").encode()


def _words(post: Opportunity) -> str:
    """What a reader shows of a post before it is opened: HTML."""
    return render_to_string(
        "opportunities/feed_item.html", {"opportunity": post, "closes": closes_in_words(post)}
    ).strip()
