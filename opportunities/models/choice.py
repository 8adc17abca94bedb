"""What members decide about posts; each is theirs alone to see."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from opportunities.models.opportunity import Opportunity


class Choice(models.Model):
    """What a member decided about a post: to keep it, or not to be shown it again.  It is theirs alone to see."""

    class Decision(models.TextChoices):
        SAVED = "saved", _("Saved")
        DISMISSED = "dismissed", _("Not for me")

    class Reason(models.TextChoices):
        """Why a post is not for somebody: used for their own matches and told to nobody."""

        FIELD = "field", _("Not my field")
        FAR = "far", _("Too far")
        LEVEL = "level", _("Not my level")
        NOW = "now", _("Not now")
        ELSEWHERE = "elsewhere", _("I know it already")
        WRONG = "wrong", _("Something is wrong with it")

    # The admin's «usage» of a post would tell who saved it.
    wagtail_reference_index_ignore = True

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="opportunity_choices")
    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="choices")
    decision = models.CharField(_("decision"), max_length=10, choices=Decision)
    reason = models.CharField(_("why"), max_length=10, choices=Reason, blank=True)  # of what was put aside
    made = models.DateTimeField(_("made"), default=timezone.now)

    class Meta:
        verbose_name = _("choice")
        verbose_name_plural = _("choices")
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "opportunity"], name="one_choice_each")]

    def __str__(self) -> str:
        return self.get_decision_display()


class Reminder(models.Model):
    """A member wants to be reminded some days before a post closes.  It is theirs alone to see.

    When that is follows from the deadline as it stands, so a post that is extended is told of anew: `told_of` is the
    deadline that a mail was about.
    """

    class Days(models.IntegerChoices):
        ONE = 1, _("1 day before")
        THREE = 3, _("3 days before")
        SEVEN = 7, _("7 days before")

    wagtail_reference_index_ignore = True

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="reminders")
    opportunity = models.ForeignKey(Opportunity, models.CASCADE, related_name="reminders")
    days = models.PositiveSmallIntegerField(_("days before"), choices=Days)
    created = models.DateTimeField(_("created"), default=timezone.now)
    told_of = models.DateTimeField(_("reminded of the deadline"), null=True, blank=True)

    class Meta:
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "opportunity"], name="one_reminder_each")]

    def __str__(self) -> str:
        return self.get_days_display()
