"""Pages that editors write in the CMS."""

from datetime import datetime
from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from profiles.visitors import same_for_all


class SameForAll:
    """A page that shows visitors nothing of themselves, and may be kept for them."""

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        return same_for_all(super().serve(request, *args, **kwargs), until=self.true_until)  # type: ignore[misc]

    def true_until(self, asked: datetime) -> datetime | None:
        """The next moment after that at which the clock alone changes what it shows."""
        return None


class HomePage(SameForAll, Page):
    """The front page: one sentence, one search box, three doors with live numbers, voices."""

    sentence = models.CharField(
        _("sentence"), max_length=160, blank=True, help_text=_("What this site is for, in one sentence.")
    )
    introduction = RichTextField(_("introduction"), blank=True, features=["bold", "italic", "link"])
    voices = StreamField(
        [("voice", blocks.StructBlock([("words", blocks.TextBlock()), ("who", blocks.CharBlock())]))],
        blank=True,
        verbose_name=_("voices"),
    )

    content_panels: ClassVar = [
        *Page.content_panels,
        FieldPanel("sentence"),
        FieldPanel("introduction"),
        FieldPanel("voices"),
    ]
    template = "idiaspora/home_page.html"
    max_count = 1

    class Meta:
        verbose_name = _("home page")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        # The doors read the models of other apps, which are not loaded yet when this module is.
        from idiaspora.doors import doors_for

        return super().get_context(request, *args, **kwargs) | {"doors": doors_for(request.user)}

    def true_until(self, asked: datetime) -> datetime | None:
        from opportunities.models import Opportunity

        return Opportunity.objects.next_moment(asked)


class StandardPage(SameForAll, Page):
    """A page of text: about, privacy, safety."""

    body = RichTextField(_("text"), features=["h2", "h3", "bold", "italic", "ol", "ul", "link", "hr"])

    content_panels: ClassVar = [*Page.content_panels, FieldPanel("body")]
    template = "idiaspora/standard_page.html"

    class Meta:
        verbose_name = _("page")
