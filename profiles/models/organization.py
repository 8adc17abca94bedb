"""Organizations of a diaspora and for it, and who acts for them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.models import RevisionMixin

from profiles.querysets import OrganizationQuerySet
from taxonomy.names import country_name


class Organization(RevisionMixin, models.Model):
    class Type(models.TextChoices):
        ASSOCIATION = "association", _("Association")
        CONFEDERATION = "confederation", _("Confederation")
        GOVERNMENT = "government", _("Government")
        PRIVATE = "private", _("Private sector")
        ACADEMIA = "academia", _("Academia")
        INTERNATIONAL = "international", _("International organization")

    class Level(models.TextChoices):
        LOCAL = "local", _("Local")
        NATIONAL = "national", _("National")
        INTERNATIONAL = "international", _("International")

    ref = models.CharField(_("reference"), max_length=100, null=True, blank=True, unique=True)
    slug = models.SlugField(max_length=220, unique=True, allow_unicode=True)
    name = models.CharField(_("name"), max_length=200)
    type = models.CharField(_("type"), max_length=20, choices=Type)
    level = models.CharField(_("level"), max_length=20, choices=Level, default=Level.LOCAL)
    countries = models.JSONField(_("countries"), default=list, blank=True)  # ISO 3166-1 alpha-2
    website = models.URLField(_("website"), blank=True)
    description = models.TextField(_("description"), max_length=8000, blank=True)
    verified_at = models.DateTimeField(_("verified"), null=True, blank=True)
    verified_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    is_hidden = models.BooleanField(_("hidden by a moderator"), default=False)
    created = models.DateTimeField(_("created"), auto_now_add=True)
    updated = models.DateTimeField(_("updated"), auto_now=True)
    members = models.ManyToManyField(settings.AUTH_USER_MODEL, through="Membership", related_name="organizations")

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organization")
        verbose_name_plural = _("organizations")
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("profiles:organization", args=[self.slug])

    @property
    def is_verified(self) -> bool:
        return self.verified_at is not None

    @property
    def country_names(self) -> list[str]:
        """Its countries in the reader's language."""
        return [country_name(code, get_language() or "en") for code in self.countries]


class Membership(models.Model):
    class Role(models.TextChoices):
        OWNER = "owner", _("Owner")  # edits the organization and says who belongs to it
        EDITOR = "editor", pgettext_lazy("role in an organization", "Publisher")  # posts and edits in its name
        MEMBER = "member", _("Member")  # is shown as belonging to it

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.MEMBER)
    created = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints: ClassVar = [models.UniqueConstraint(fields=["organization", "user"], name="one_membership_each")]
