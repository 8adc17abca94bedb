"""Groups in which members exchange ideas, and who belongs to them."""

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from profiles.community_querysets import CommunityQuerySet
from profiles.rounding import rounded
from taxonomy.models import Place
from taxonomy.names import country_name, language_name


class Community(models.Model):
    """A group.  Visitors know of none; `entry` says what members know of it, and how one gets in."""

    class Kind(models.TextChoices):
        ROOTS = "roots", _("Roots")
        PLACE = "place", _("Place")
        PROFESSION = "profession", _("Profession")
        PROJECT = "project", _("Project")

    class Entry(models.TextChoices):
        OPEN = "open", _("Open")  # any member reads, and joins to write
        REQUEST = "request", _("By request")  # any member sees its name and what it is about
        INVITED = "invited", _("By invitation")  # nobody else knows that it exists

    slug = models.SlugField(max_length=220, unique=True, allow_unicode=True)
    name = models.CharField(_("name"), max_length=120)
    about = models.TextField(_("about"), max_length=4000, blank=True)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    entry = models.CharField(_("entry"), max_length=10, choices=Entry, default=Entry.REQUEST)
    country = models.CharField(_("country"), max_length=2, blank=True)  # ISO 3166-1 alpha-2
    place = models.ForeignKey(Place, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("place"))
    language = models.CharField(_("language"), max_length=3, blank=True)  # ISO 639-1; "" is any
    founder = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    is_hidden = models.BooleanField(_("hidden by a moderator"), default=False)
    created = models.DateTimeField(_("created"), default=timezone.now)

    members: int  # how many belong, as one viewer may know it: with_members()

    objects = CommunityQuerySet.as_manager()

    class Meta:
        verbose_name = _("group")
        verbose_name_plural = _("groups")
        ordering: ClassVar = ["-created", "-pk"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("profiles:community", args=[self.slug])

    @property
    def audience(self) -> str:
        """Who reads what is written in it, in the words of search."""
        return "members" if self.entry == self.Entry.OPEN else f"community-{self.pk}"

    @property
    def about_members(self) -> int:
        """How many belong, for those who don't."""
        return rounded(self.members)

    @property
    def where(self) -> str:
        """Its place or its country in the reader's language; "" for anywhere."""
        language = get_language() or "en"
        names = [self.place.label(language)] if self.place else []
        return ", ".join([*names, country_name(self.country, language)] if self.country else names)

    @property
    def speaks(self) -> str:
        return language_name(self.language, get_language() or "en") if self.language else ""


class CommunityMembership(models.Model):
    """How an account stands to a group.

    Who was refused, declined or withdrew is kept, so that nobody is asked or mailed again and again; who leaves is not.
    """

    class Role(models.TextChoices):
        MODERATOR = "moderator", _("Moderator")
        MEMBER = "member", _("Member")

    class Status(models.TextChoices):
        ACTIVE = "active", _("Belongs")
        ASKED = "asked", _("Asks to join")
        INVITED = "invited", _("Is invited")
        BANNED = "banned", _("Is shut out")
        REFUSED = "refused", _("Was refused")
        DECLINED = "declined", _("Declined")
        WITHDRAWN = "withdrawn", _("Withdrew")

    community = models.ForeignKey(Community, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="community_memberships")
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.MEMBER)
    status = models.CharField(_("status"), max_length=10, choices=Status, default=Status.ACTIVE)
    note = models.TextField(_("note"), max_length=500, blank=True)  # of who asks
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    is_muted = models.BooleanField(_("without mails"), default=False)
    created = models.DateTimeField(_("since"), default=timezone.now)  # when it came to be as `status` says

    class Meta:
        verbose_name = _("belonging to a group")
        verbose_name_plural = _("belonging to groups")
        ordering: ClassVar = ["created", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["community", "user"], name="one_community_membership_each")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} – {self.community_id}: {self.get_status_display()}"

    @property
    def is_active(self) -> bool:
        return self.status == self.Status.ACTIVE

    @property
    def is_moderator(self) -> bool:
        return self.is_active and self.role == self.Role.MODERATOR

    def become(self, status: str, **fields: Any) -> None:
        """Writes another status, from now on."""
        fields |= {"status": status, "created": timezone.now()}
        for name, value in fields.items():
            setattr(self, name, value)
        self.save(update_fields=list(fields))
