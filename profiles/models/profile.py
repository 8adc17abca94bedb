"""A member as others may see them: every field has its audience."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from taggit.managers import TaggableManager
from taggit.models import ItemBase

from profiles.querysets import ProfileQuerySet
from taxonomy.models import Place, Term


class Audience(models.TextChoices):
    """Who may see a field, from the widest to the narrowest."""

    PUBLIC = "public", _("Everyone")
    MEMBERS = "members", _("Members")
    CONNECTIONS = "connections", _("My connections")
    PRIVATE = "private", _("Only me")


# The fields that have an audience, with the cautious default.  `profile` is the whole: no field is wider than it.
AUDIENCE_FIELDS: dict[str, str] = {
    "profile": Audience.MEMBERS,
    "headline": Audience.MEMBERS,
    "about": Audience.MEMBERS,
    "photo": Audience.MEMBERS,
    "place": Audience.MEMBERS,
    "roots": Audience.PRIVATE,
    "expertise": Audience.MEMBERS,
    "interests": Audience.MEMBERS,
    "languages": Audience.MEMBERS,
    "open_to": Audience.MEMBERS,
    "links": Audience.CONNECTIONS,
}


class OpenTo(models.TextChoices):
    MENTORING = "mentoring", _("Mentoring")
    VOLUNTEERING = "volunteering", _("Volunteering")
    EMPLOYMENT = "employment", _("A job")
    CONSULTING = "consulting", _("Consulting")
    INVESTING = "investing", _("Investing")
    SPEAKING = "speaking", _("Speaking and teaching")
    RETURN = "return", _("Returning, for a while or for good")


class MessageMail(models.TextChoices):
    """What a member is told by mail of a new message."""

    TEXT = "text", _("With what was written")
    NOTICE = "notice", _("Only that there is one")
    NONE = "none", _("Nothing")


class TaggedExpertise(ItemBase):
    tag = models.ForeignKey(Term, models.CASCADE, related_name="profile_expertise")
    content_object = models.ForeignKey("profiles.Profile", models.CASCADE, related_name="tagged_expertise")


class TaggedInterest(ItemBase):
    tag = models.ForeignKey(Term, models.CASCADE, related_name="profile_interests")
    content_object = models.ForeignKey("profiles.Profile", models.CASCADE, related_name="tagged_interests")


class Profile(models.Model):
    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="profile")
    ref = models.CharField(
        _("reference"), max_length=100, null=True, blank=True, unique=True
    )  # the id in the system it came from
    slug = models.SlugField(max_length=120, unique=True, allow_unicode=True)
    name = models.CharField(_("name"), max_length=120)
    headline = models.CharField(_("headline"), max_length=160, blank=True)
    about = models.TextField(_("about"), max_length=4000, blank=True)
    photo = models.ImageField(_("photo"), upload_to="photos/", blank=True)
    place = models.ForeignKey(
        Place, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("where you live")
    )
    city = models.CharField(_("city"), max_length=200, blank=True)  # as written; kept when no place is known
    country = models.CharField(_("country"), max_length=2, blank=True)  # ISO 3166-1 alpha-2
    roots = models.JSONField(_("roots"), default=list, blank=True)  # countries, ISO 3166-1 alpha-2
    roots_place = models.ForeignKey(
        Place, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("where your roots are")
    )
    roots_consent = models.BooleanField(_("use my roots to find what fits"), default=False)
    expertise = TaggableManager(_("expertise"), through=TaggedExpertise, related_name="expert_profiles", blank=True)
    interests = TaggableManager(_("interests"), through=TaggedInterest, related_name="interested_profiles", blank=True)
    languages = models.JSONField(_("languages"), default=list, blank=True)  # ISO 639-1
    open_to = models.JSONField(_("open to"), default=list, blank=True)  # values of OpenTo
    links = models.JSONField(_("links"), default=list, blank=True)  # addresses, https only
    audiences = models.JSONField(
        _("who sees what"), default=dict, blank=True
    )  # {field: Audience}; a missing one has its default
    locale = models.CharField(_("language of the site"), max_length=10, blank=True)  # as last used: mails are in it
    message_mail = models.CharField(
        _("mail about new messages"), max_length=10, choices=MessageMail, default=MessageMail.NOTICE
    )
    is_hidden = models.BooleanField(_("hidden by a moderator"), default=False)
    # Nobody has logged in for years: out of sight until somebody does.
    is_dormant = models.BooleanField(_("out of use"), default=False)
    reminded = models.DateTimeField(_("reminded to log in"), null=True, blank=True)
    joined = models.DateTimeField(_("joined"), default=timezone.now)
    updated = models.DateTimeField(_("updated"), auto_now=True)

    objects = ProfileQuerySet.as_manager()

    class Meta:
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")
        ordering: ClassVar = ["-joined"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("profiles:profile", args=[self.slug])

    def audience_of(self, field: str) -> str:
        """The audience that the member chose for a field of AUDIENCE_FIELDS, or its default."""
        return self.audiences.get(field, AUDIENCE_FIELDS[field])
