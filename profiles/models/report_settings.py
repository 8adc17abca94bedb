"""What the operator and the moderators set for reports: when to hide by itself, help-lines, ready reasons."""

from typing import ClassVar
from urllib.parse import urlsplit

from django.core.validators import MinValueValidator
from django.db import models
from django.utils.translation import get_language, gettext, gettext_noop
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from taxonomy.names import country_choices, country_name

# The names in data/help_lines.toml that say what a number is for, rather than who answers it.
SHIPPED_NAMES = frozenset({gettext_noop("Emergency number"), gettext_noop("Help for victims of crime")})


def country_options() -> list[tuple[str, str]]:
    return country_choices(get_language() or "en")


@register_setting(icon="warning")
class ReportSettings(BaseGenericSetting):
    threshold = models.PositiveSmallIntegerField(
        _("reports that hide"),
        default=3,
        validators=[MinValueValidator(2)],
        help_text=_("So many different members must report a thing before it is hidden until a moderator decides."),
    )

    panels: ClassVar = [FieldPanel("threshold")]

    class Meta:
        verbose_name = _("reports")

    def __str__(self) -> str:
        return str(self._meta.verbose_name)


class HelpLine(models.Model):
    """Whom somebody in danger can call or write to; shown to who reports trafficking or exploitation."""

    name = models.CharField(_("name"), max_length=120)
    country = models.CharField(
        _("country"), max_length=2, blank=True, choices=country_options, help_text=_("Leave it empty for everywhere.")
    )
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    url = models.URLField(_("address"), blank=True)
    languages = models.CharField(_("languages"), max_length=120, blank=True, help_text=_("As people read them."))

    panels: ClassVar = [FieldPanel(name) for name in ("name", "country", "phone", "url", "languages")]

    class Meta:
        verbose_name = _("help-line")
        verbose_name_plural = _("help-lines")
        ordering: ClassVar = ["country", "name"]

    def __str__(self) -> str:
        return self.name

    @property
    def label(self) -> str:
        """The name as the reader reads it: what comes with the project says what a number is for, in their language."""
        return gettext(self.name) if self.name in SHIPPED_NAMES else self.name

    @property
    def country_label(self) -> str:
        return country_name(self.country, get_language() or "en") if self.country else ""

    @property
    def dialled(self) -> str:
        """The number as a telephone takes it: digits, with the plus before them if there is one."""
        return "".join(character for character in self.phone if character.isdecimal() or character == "+")

    @property
    def host(self) -> str:
        """Whose page it is, to be read; the address itself may be long."""
        return urlsplit(self.url).netloc.removeprefix("www.")


class ReadyReason(models.Model):
    """A text that moderators choose instead of writing it anew."""

    title = models.CharField(_("title"), max_length=80)
    text = models.TextField(_("text"), max_length=2000, help_text=_("The owner of what was reported reads this."))

    panels: ClassVar = [FieldPanel("title"), FieldPanel("text")]

    class Meta:
        verbose_name = _("ready reason")
        verbose_name_plural = _("ready reasons")
        ordering: ClassVar = ["title"]

    def __str__(self) -> str:
        return self.title
