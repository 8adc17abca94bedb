"""What keeps the board honest: who may post what, what an organization declares, and what holds a post."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from opportunities.declarations import DECLARATIONS
from opportunities.models.opportunity import Opportunity
from opportunities.querysets import PostingRightQuerySet
from profiles.models import Organization


class PostingRight(models.Model):
    """A moderator's exception from what holds otherwise: verified organizations post at once, others after a review.

    What is left empty is meant for all; of several that fit, the one that says most counts.
    """

    class Mode(models.TextChoices):
        AT_ONCE = "at-once", _("Published at once")
        REVIEW = "review", _("After a review")
        NEVER = "never", _("Not at all")

    organization = models.ForeignKey(
        Organization, models.CASCADE, null=True, blank=True, related_name="posting_rights",
        verbose_name=_("organization"), help_text=_("Leave it empty for all."),
    )  # fmt: skip
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="posting_rights",
        verbose_name=_("member"), help_text=_("Leave it empty for all of its people."),
    )  # fmt: skip
    kind = models.CharField(_("kind"), max_length=30, blank=True, help_text=_("Leave it empty for all kinds."))
    mode = models.CharField(_("what it posts is"), max_length=10, choices=Mode, default=Mode.REVIEW)
    reason = models.CharField(_("reason"), max_length=300)

    objects = PostingRightQuerySet.as_manager()

    class Meta:
        verbose_name = _("posting right")
        verbose_name_plural = _("posting rights")
        ordering: ClassVar = ["organization__name", "pk"]
        constraints: ClassVar = [
            # By 0 for «all», and not by `nulls_distinct`, which SQLite doesn't have.
            models.UniqueConstraint(
                Coalesce("organization", 0, output_field=models.BigIntegerField()),
                Coalesce("user", 0, output_field=models.BigIntegerField()),
                "kind",
                name="one_posting_right_each",
                violation_error_message=_("There is such a posting right already: change that one."),
            )
        ]

    def __str__(self) -> str:
        return self.get_mode_display()


class Declaration(models.Model):
    """What somebody declared for a post before it became public, in the words they read."""

    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="declarations")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    name = models.CharField(_("declaration"), max_length=30)  # of opportunities.declarations.DECLARATIONS
    words = models.TextField(_("as it was read"))
    made = models.DateTimeField(_("declared on"), default=timezone.now)

    class Meta:
        verbose_name = _("declaration")
        verbose_name_plural = _("declarations")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["opportunity", "name"], name="declared_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def said(self) -> str:
        """The declaration in the reader's language; one that is asked for no more as it was read."""
        return str(DECLARATIONS.get(self.name, self.words))


class Hold(models.Model):
    """A post that its own words kept from becoming public, until a moderator has read it."""

    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="holds")
    flags = models.JSONField(_("red flags"), default=list)  # [{"code": …, "excerpt": …}]
    created = models.DateTimeField(_("held since"), default=timezone.now)
    released = models.DateTimeField(_("released on"), null=True, blank=True)

    class Meta:
        verbose_name = _("hold")
        verbose_name_plural = _("holds")
        ordering: ClassVar = ["-created", "-pk"]

    def __str__(self) -> str:
        return ", ".join(flag["code"] for flag in self.flags)
