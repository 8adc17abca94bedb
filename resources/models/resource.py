"""The repository's resources: contributed by members, reviewed, published."""

import uuid
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey
from taggit.models import ItemBase

from profiles.models import Organization
from profiles.models.reviewed import Reviewed
from resources import translations
from resources.curating import ResourceAdminForm
from resources.models.file import ResourceFile
from resources.querysets import ResourceQuerySet, site_day
from taxonomy.models import Term


class TaggedTopic(ItemBase):
    tag = models.ForeignKey(Term, models.CASCADE, related_name="resource_topics")
    content_object = ParentalKey("resources.Resource", on_delete=models.CASCADE, related_name="tagged_topics")


class Resource(Reviewed):
    class Type(models.TextChoices):
        REPORT = "report", _("Report")
        TOOLKIT = "toolkit", _("Toolkit")
        POLICY = "policy", _("Policy")
        DATASET = "dataset", _("Data set")
        STORY = "story", _("Story")
        VIDEO = "video", _("Video")
        AUDIO = "audio", _("Audio")
        COURSE = "course", _("Course")

    class Access(models.TextChoices):
        """Who may open its file; whatever the rule, its page is for everybody."""

        PUBLIC = "public", _("Everybody")
        MEMBERS = "members", _("Members of this site")
        EMBARGO = "embargo", _("Everybody, from a day on")
        REQUEST = "request", _("Members who ask for it, one by one")

    class Rights(models.TextChoices):
        """On what ground its contributor says that it may stand here."""

        OWN = "own", _("I made it")
        ORGANIZATION = "organization", _("My organization made it")
        LICENCE = "licence", _("Its licence allows it")
        AGREED = "agreed", _("Whoever holds the rights agreed")
        LINK = "link", _("It is a link only")

    # What harvesters and citations know it by: it stays when the title, the address and the database change.
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # What it shares with its translations: the `uuid` of the one that they translate.  None for one that stands alone.
    work = models.UUIDField(null=True, blank=True, editable=False, db_index=True)
    # What its contributor says of this version; `work` follows when that is published.
    translation_of = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("translation of")
    )
    ref = models.CharField(_("reference"), max_length=100, null=True, blank=True, unique=True)
    slug = models.SlugField(max_length=250, unique=True, allow_unicode=True)
    type = models.CharField(_("type"), max_length=20, choices=Type)
    title = models.CharField(_("title"), max_length=250)
    summary = models.TextField(_("summary"), max_length=8000)
    language = models.CharField(_("language"), max_length=12, default="en")  # ISO 639-1
    countries = models.JSONField(_("countries"), default=list, blank=True)  # ISO 3166-1 alpha-2
    topics = ClusterTaggableManager(_("topics"), through=TaggedTopic, related_name="resources", blank=True)
    url = models.URLField(_("address"), max_length=500, blank=True)  # or a file, or both
    # The one of this version: a revision that is published or restored brings its own file and rule along.
    file = models.ForeignKey(
        ResourceFile, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("file"), editable=False
    )
    access = models.CharField(_("who may open the file"), max_length=10, choices=Access, default=Access.PUBLIC)
    opens = models.DateField(_("from which day on"), null=True, blank=True)  # of an embargo, by the site's clock
    # Of this version, declared as it was sent; another file asks for it anew.
    rights = models.CharField(_("ground to stand here"), max_length=12, choices=Rights, blank=True, editable=False)
    rights_declared = models.DateTimeField(_("declared"), null=True, blank=True, editable=False)
    # The same thing, whose address the one of this leads to: set when editors merge the two.
    merged_into = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="merged", editable=False
    )
    duration = models.PositiveIntegerField(_("how long it runs, in seconds"), null=True, blank=True)  # audio and video
    doi = models.CharField(_("DOI"), max_length=200, blank=True)  # in lower case
    isbn = models.CharField(_("ISBN"), max_length=13, blank=True)  # 13 digits
    authors = models.JSONField(_("authors"), default=list, blank=True)
    year = models.PositiveSmallIntegerField(_("year"), null=True, blank=True)
    licence = models.CharField(_("licence"), max_length=60, blank=True)  # SPDX identifier, or words
    # Of this version, for readers of the one before.
    changes = models.CharField(_("what changed"), max_length=300, blank=True)
    sdgs = models.JSONField(_("Sustainable Development Goals"), default=list, blank=True)  # numbers, ascending
    gcm = models.JSONField(_("objectives of the Global Compact for Migration"), default=list, blank=True)  # likewise
    organization = models.ForeignKey(
        Organization, models.SET_NULL, null=True, blank=True, related_name="resources", verbose_name=_("organization")
    )
    contributor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+", editable=False
    )
    created = models.DateTimeField(_("created"), default=timezone.now)
    updated = models.DateTimeField(_("updated"), auto_now=True)

    base_form_class = ResourceAdminForm

    objects = ResourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("resource")
        verbose_name_plural = _("resources")
        ordering: ClassVar = ["-first_published_at", "-pk"]
        indexes: ClassVar = [models.Index(fields=["updated", "uuid"], name="resources_as_harvested")]

    def __str__(self) -> str:
        return self.title

    def clean(self) -> None:
        super().clean()
        if self.access == self.Access.EMBARGO and self.opens is None:
            raise ValidationError({"opens": _("Say from which day on everybody may open the file.")})
        if self.translation_of is not None and (why := translations.problem_of(self, self.translation_of)):
            raise ValidationError({"translation_of": why})

    def get_absolute_url(self) -> str:
        return reverse("resources:resource", args=[self.slug])

    def with_content_json(self, content: dict[str, Any]) -> "Resource":
        """A version of it.  What it is known by, and what it belongs to, is the same for all of them."""
        version: Resource = super().with_content_json(content)
        version.uuid, version.work = self.uuid, self.work
        return version

    @property
    def lacks_rights(self) -> bool:
        """Whether its file has no ground yet to stand here."""
        return self.file is not None and self.rights in ("", self.Rights.LINK)

    @property
    def file_address(self) -> str:
        return self.file.address(self.slug) if self.file else ""

    @property
    def is_open(self) -> bool:
        """Whether everybody may open its file, if it has one and is public."""
        opened = self.access == self.Access.EMBARGO and self.opens is not None and self.opens <= site_day()
        return opened or self.access == self.Access.PUBLIC

    @property
    def conversation_url(self) -> str:
        """Where its contributor reads what editors ask, and answers."""
        return f"{self.get_absolute_url()}#conversation"

    @property
    def author_url(self) -> str:
        """Where its contributor reads what became of it (in the e-mails after a review)."""
        return reverse("resources:mine")

    def get_preview_template(self, request: Any, mode_name: str) -> str:
        return "resources/preview.html"

    def get_preview_context(self, request: Any, mode_name: str) -> dict[str, Any]:
        return {"resource": self}
