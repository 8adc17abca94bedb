"""The board's opportunities: snippets that members create by the thousand, with drafts and a review."""

from datetime import datetime
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase

from opportunities.kinds import Kind, get_kind
from opportunities.moments import get_zone
from opportunities.querysets import OpportunityQuerySet
from opportunities.texts import Text, text_for, texts_of
from profiles.models import Organization
from profiles.models.reviewed import Reviewed
from taxonomy.models import Place, Term
from taxonomy.names import country_name


class RequiredExpertise(ItemBase):
    """Expertise that is asked for."""

    tag = models.ForeignKey(Term, models.CASCADE, related_name="opportunity_expertise")
    content_object = ParentalKey(
        "opportunities.Opportunity", on_delete=models.CASCADE, related_name="required_expertise"
    )


class UsefulExpertise(ItemBase):
    """Expertise that is welcome."""

    tag = models.ForeignKey(Term, models.CASCADE, related_name="opportunity_useful")
    content_object = ParentalKey("opportunities.Opportunity", on_delete=models.CASCADE, related_name="useful_expertise")


class Opportunity(Reviewed):
    """One post.  A deadline is an instant (`closes`), a time zone (`zone`) and the words it was announced in."""

    class Remote(models.TextChoices):
        NO = "no", _("On site")
        HYBRID = "hybrid", _("Partly remote")
        YES = "yes", _("Remote")

    ref = models.CharField(_("reference"), max_length=100, null=True, blank=True, unique=True)
    slug = models.SlugField(max_length=250, unique=True, allow_unicode=True)
    kind = models.CharField(_("kind"), max_length=30)  # a name in opportunities.kinds.KINDS
    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="opportunities", verbose_name=_("organization")
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    title = models.CharField(_("title"), max_length=250)
    description = models.TextField(_("description"), max_length=20000)
    language = models.CharField(_("language of the post"), max_length=12, default="en")  # ISO 639-1
    # [{"language", "title", "description"}]: in it, so that they are versioned with it and cost lists no statement.
    translations = models.JSONField(_("in other languages"), default=list, blank=True)
    expertise = ClusterTaggableManager(
        _("expertise asked for"), through=RequiredExpertise, related_name="opportunities_requiring", blank=True
    )
    useful = ClusterTaggableManager(
        _("useful expertise"), through=UsefulExpertise, related_name="opportunities_welcoming", blank=True
    )
    languages = models.JSONField(_("languages"), default=list, blank=True)  # at least one must be spoken
    remote = models.CharField(_("remote"), max_length=10, choices=Remote, default=Remote.NO)
    opens = models.DateTimeField(_("opens"), null=True, blank=True)
    closes = models.DateTimeField(_("closes"), null=True, blank=True, db_index=True)
    zone = models.CharField(_("time zone"), max_length=40, default="UTC")
    deadline_text = models.CharField(_("deadline as announced"), max_length=200, blank=True)
    details = models.JSONField(_("details"), default=dict, blank=True)  # the facts of its kind: opportunities/kinds/
    created = models.DateTimeField(_("created"), default=timezone.now)
    updated = models.DateTimeField(_("updated"), auto_now=True)

    objects = OpportunityQuerySet.as_manager()
    read_in = ""  # the language that a reader chose on its page, instead of theirs; never kept

    class Meta:
        verbose_name = _("opportunity")
        verbose_name_plural = _("opportunities")
        ordering: ClassVar = ["-first_published_at", "-pk"]
        # Few have a day from which they are open; the page cache asks for the next one.
        indexes: ClassVar = [
            models.Index(fields=["opens"], condition=models.Q(opens__isnull=False), name="opportunities_to_open")
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("opportunities:opportunity", args=[self.slug])

    def is_open(self, at: datetime | None = None) -> bool:
        """Whether it takes answers at an instant (default: now): published, opened, not yet closed."""
        at = at or timezone.now()
        return self.live and (self.opens is None or self.opens <= at) and (self.closes is None or at < self.closes)

    def is_closed(self, at: datetime | None = None) -> bool:
        return self.closes is not None and self.closes <= (at or timezone.now())

    @property
    def opens_local(self) -> datetime | None:
        """The opening in the post's own time zone."""
        return self.opens and self.opens.astimezone(get_zone(self.zone))

    @property
    def closes_local(self) -> datetime | None:
        """The deadline in the post's own time zone."""
        return self.closes and self.closes.astimezone(get_zone(self.zone))

    @property
    def kind_class(self) -> type[Kind]:
        return get_kind(self.kind)

    @property
    def shown(self) -> Text:
        """Its title and text in the language of whoever reads it, where it has them; else as it was written."""
        return text_for(self, self.read_in or get_language() or self.language)

    @property
    def texts(self) -> list[Text]:
        """Its title and text in each of its languages, the original first."""
        return texts_of(self)

    @property
    def other_texts(self) -> list[Text]:
        """Its translations but for the one that is shown."""
        shown = self.shown.language
        return [text for text in self.texts[1:] if text.language != shown]

    @property
    def author_url(self) -> str:
        """Where its author reads what became of it (in the e-mails after a review)."""
        return reverse("opportunities:mine")

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        return "opportunities/preview.html"

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        return {"opportunity": self}


class OpportunityPlace(models.Model):
    """Where the work is; the city is kept as written when no place is known."""

    opportunity = ParentalKey(Opportunity, on_delete=models.CASCADE, related_name="places")
    place = models.ForeignKey(Place, models.SET_NULL, null=True, blank=True, related_name="+")
    city = models.CharField(_("city"), max_length=200, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)

    def __str__(self) -> str:
        return self.words(get_language() or "en")

    def words(self, language: str) -> str:
        """«Osh, Kyrgyzstan» in the reader's language; a city that no place is known for stays as written."""
        city = self.place.label(language) if self.place else self.city
        return ", ".join(filter(None, [city, country_name(self.country, language) if self.country else ""]))
