"""Files of resources: kept where no address leads to, opened by the rule of the version that is public."""

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from profiles.private_files import private_storage
from resources.querysets import DownloadsQuerySet, ResourceFileQuerySet


class ResourceFile(models.Model):
    """A file that some version of a resource has; which one is current Resource.file says, and so each revision."""

    class State(models.TextChoices):
        """How far its words are read, for the search."""

        WAITING = "waiting", _("not read yet")
        READ = "read", _("read")
        FAILED = "failed", _("can't be read")

    class Damage(models.TextChoices):
        """What is wrong with what is kept, when it was last verified."""

        MISSING = "missing", _("missing")
        CHANGED = "changed", _("no longer what it was")

    resource = models.ForeignKey("resources.Resource", models.CASCADE, related_name="files")
    name = models.CharField(_("name"), max_length=140)  # as its owner called it
    size = models.PositiveIntegerField(_("size"))  # bytes
    digest = models.CharField(max_length=64)  # SHA-256 of what was uploaded, in hexadecimal
    checksum = models.CharField(max_length=64, blank=True)  # of what is kept; empty until it is first verified
    content_type = models.CharField(max_length=100)
    file = models.FileField(_("file"), storage=private_storage, upload_to="library/", max_length=200)
    uploaded = models.DateTimeField(_("uploaded"), default=timezone.now)
    published = models.DateTimeField(_("first public"), null=True, blank=True)
    state = models.CharField(_("its words"), max_length=10, choices=State, default=State.WAITING)
    problem = models.CharField(_("why they can't be read"), max_length=20, blank=True)  # a code of reading_files

    page_count = models.PositiveSmallIntegerField(_("pages read"), null=True, blank=True)  # 1 of what has no pages
    characters = models.PositiveIntegerField(_("letters read"), null=True, blank=True)
    # A picture of its first page, for those alone who may open it; where none can be made there is none.
    picture = models.FileField(
        _("first page"), storage=private_storage, upload_to="library/pictures/", max_length=200, blank=True
    )
    picture_width = models.PositiveSmallIntegerField(null=True, blank=True)
    picture_height = models.PositiveSmallIntegerField(null=True, blank=True)
    is_pictured = models.BooleanField(default=False)  # that was tried

    verified = models.DateTimeField(_("last verified"), null=True, blank=True)
    damage = models.CharField(_("damage"), max_length=10, choices=Damage, blank=True)
    damaged = models.DateTimeField(_("damaged since"), null=True, blank=True)  # when that was first seen
    is_damage_told = models.BooleanField(default=False)  # to the operators, by mail

    objects = ResourceFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of a resource")
        verbose_name_plural = _("files of resources")
        ordering: ClassVar = ["pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def extension(self) -> str:
        """«.pdf»: of what it is, not of what it was called."""
        return f".{self.name.rpartition('.')[2]}"

    def address(self, slug: str) -> str:
        """Where it is downloaded, from the resource with this slug."""
        return reverse("resources:file", args=[slug, self.digest])

    def picture_address(self, slug: str) -> str:
        """Where its first page is seen; "" when there is no picture of it."""
        return reverse("resources:first-page", args=[slug, self.digest]) if self.picture else ""


class FileText(models.Model):
    """The words of a file, one text a page where it has pages; searched by those who may open it."""

    file = models.OneToOneField(ResourceFile, models.CASCADE, primary_key=True, related_name="text")
    pages = models.JSONField(default=list)

    class Meta:
        verbose_name = _("text of a file")
        verbose_name_plural = _("texts of files")


class Downloads(models.Model):
    """How often the files of a resource were downloaded in a month, by whomever."""

    resource = models.ForeignKey("resources.Resource", models.CASCADE, related_name="downloads")
    month = models.DateField(_("month"))  # its first day
    number = models.PositiveIntegerField(_("downloads"), default=0)

    objects = DownloadsQuerySet.as_manager()

    class Meta:
        verbose_name = _("downloads in a month")
        verbose_name_plural = _("downloads by month")
        constraints: ClassVar = [models.UniqueConstraint(fields=["resource", "month"], name="one_count_a_month")]
