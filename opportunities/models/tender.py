"""What a tender has besides its post: documents, lots, questions, sealed proposals, and the award."""

import uuid
from hashlib import sha256
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from opportunities.models.opportunity import Opportunity
from opportunities.querysets import BidQuerySet, TenderQuestionQuerySet
from opportunities.receipts import new_code
from profiles.models import Organization
from profiles.private_files import private_storage

WHOLE = 0  # the number of the only lot of a tender that has none


def receipt_code() -> str:
    """«B-7KQ2-M9XD-4TWA»: of a bid."""
    return f"B-{new_code()}"


class TenderDocument(models.Model):
    """One version of a document, for whoever may read the post.  Once public it stays, whatever takes its place."""

    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="tender_documents")
    title = models.CharField(_("title"), max_length=200)
    is_addendum = models.BooleanField(_("addendum"), default=False)
    file = models.FileField(_("file"), storage=private_storage, upload_to="tenders/", max_length=200)
    name = models.CharField(_("name"), max_length=140)
    size = models.PositiveIntegerField(_("size"))
    digest = models.CharField(_("SHA-256 digest"), max_length=64)
    content_type = models.CharField(_("type"), max_length=100)
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    supersedes = models.OneToOneField(
        "self", models.CASCADE, null=True, blank=True, related_name="superseded_by", verbose_name=_("supersedes")
    )
    added = models.DateTimeField(_("added"), default=timezone.now)

    class Meta:
        verbose_name = _("document of a tender")
        verbose_name_plural = _("documents of tenders")
        ordering: ClassVar = ["added", "pk"]

    def __str__(self) -> str:
        return f"{self.title} v{self.version}"

    def get_absolute_url(self) -> str:
        return reverse("opportunities:tender-document", args=[self.opportunity.slug, self.digest])


class Lot(models.Model):
    """What became of a lot that the post announces; opportunities/tendering.py puts both together."""

    class Status(models.TextChoices):
        OPEN = "open", pgettext_lazy("status of a lot", "Open")
        CANCELLED = "cancelled", _("Cancelled")
        AWARDED = "awarded", _("Awarded")
        FAILED = "failed", _("Without result")

    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="lots")
    number = models.PositiveSmallIntegerField(_("number"), default=WHOLE)
    title = models.CharField(_("title"), max_length=300, blank=True)
    description = models.TextField(_("why, or what else to know"), max_length=2000, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.OPEN)
    awarded_to = models.CharField(_("awarded to"), max_length=200, blank=True)
    award_value = models.CharField(_("value"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("lot")
        verbose_name_plural = _("lots")
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["opportunity", "number"], name="one_row_a_lot"),
            models.CheckConstraint(condition=~Q(status="awarded") | ~Q(awarded_to=""), name="awarded_to_somebody"),
        ]

    def __str__(self) -> str:
        if self.number == WHOLE:
            return self.title
        return _now("Lot %(number)s: %(title)s") % {"number": self.number, "title": self.title}


class TenderQuestion(models.Model):
    """A question; its answer is for all.  Who asked is shown to nobody, the team included."""

    # The admin's «usage» of a post would tell who asked.
    wagtail_reference_index_ignore = True

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="tender_questions")
    asker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="tender_questions", editable=False
    )
    text = models.TextField(_("question"), max_length=2000)
    created = models.DateTimeField(_("asked"), default=timezone.now)
    answer = models.TextField(_("answer"), max_length=4000, blank=True)
    published = models.DateTimeField(_("answered"), null=True, blank=True)
    is_hidden = models.BooleanField(_("hidden by a moderator"), default=False)

    objects = TenderQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question about a tender")
        verbose_name_plural = _("questions about tenders")
        ordering: ClassVar = ["created", "pk"]

    def __str__(self) -> str:
        return self.text[:60]


class Bid(models.Model):
    """A proposal.  It is sealed: before `sealed_until` nobody reads it or learns that it is there, its bidder apart."""

    # The admin's «usage» of a post would tell who takes part.
    wagtail_reference_index_ignore = True

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="bids")
    bidder = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="bids")
    organization = models.ForeignKey(
        Organization, models.SET_NULL, null=True, blank=True, related_name="bids", verbose_name=_("organization")
    )
    lot = models.PositiveSmallIntegerField(_("lot"), default=WHOLE)
    lot_title = models.CharField(_("title of the lot"), max_length=300, blank=True)
    name = models.CharField(_("bidder"), max_length=200)
    message = models.TextField(_("message"), max_length=4000, blank=True)
    received = models.DateTimeField(_("received"))
    receipt = models.CharField(_("receipt"), max_length=20, unique=True, default=receipt_code)
    digest = models.CharField(_("SHA-256 digest"), max_length=64)
    # The deadline that held when it came in, or a later one; no earlier one opens it.
    sealed_until = models.DateTimeField(_("sealed until"))
    withdrawn = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    opened = models.DateTimeField(_("opened"), null=True, blank=True)
    is_hidden = models.BooleanField(_("hidden by a moderator"), default=False)

    objects = BidQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering: ClassVar = ["received", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["opportunity", "bidder", "lot"], condition=Q(withdrawn=None), name="one_bid_a_lot"
            )
        ]

    def __str__(self) -> str:
        return self.receipt

    def get_absolute_url(self) -> str:
        """The bidder's receipt."""
        return reverse("opportunities:bid", args=[self.uuid])


class BidFile(models.Model):
    bid = models.ForeignKey(Bid, models.CASCADE, related_name="files")
    name = models.CharField(_("name"), max_length=140)
    file = models.FileField(_("file"), storage=private_storage, upload_to="bids/", max_length=200)
    size = models.PositiveIntegerField(_("size"))
    digest = models.CharField(_("SHA-256 digest"), max_length=64)
    content_type = models.CharField(_("type"), max_length=100)

    class Meta:
        verbose_name = _("file of a proposal")
        verbose_name_plural = _("files of proposals")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.name


class AwardNotice(models.Model):
    """How a tender ended, for everybody."""

    opportunity = models.OneToOneField(Opportunity, models.CASCADE, related_name="award_notice")
    text = models.TextField(_("what was decided, and why"), max_length=4000)
    published = models.DateTimeField(_("published"), default=timezone.now)

    class Meta:
        verbose_name = _("award notice")
        verbose_name_plural = _("award notices")

    def __str__(self) -> str:
        return self.text[:60]


def digest_of(*, name: str, lot: int, message: str, files: list[tuple[str, str]]) -> str:
    """The SHA-256 digest of a whole proposal: of its words, and of the digest and name of each file, one a line."""
    lines = [name, str(lot), message, *(f"{digest}  {file}" for digest, file in files)]
    return sha256("\n".join(lines).encode()).hexdigest()
