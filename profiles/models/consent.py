"""What a member has agreed to: when, in which words, and until when."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class Consent(models.Model):
    """One row from a yes to the no that ends it.  It goes with the account."""

    class Matter(models.TextChoices):
        ROOTS = "roots", _("Roots are used to find what fits")
        PUBLIC = "public", _("The profile is open to everyone")

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="consents")
    matter = models.CharField(_("what for"), max_length=20, choices=Matter)
    words = models.TextField(_("as it was asked"))  # in the language it was read in
    given = models.DateTimeField(_("given on"), default=timezone.now)
    withdrawn = models.DateTimeField(_("taken back on"), null=True, blank=True)

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering: ClassVar = ["-given", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "matter"], condition=models.Q(withdrawn=None), name="one_consent_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return self.get_matter_display()
