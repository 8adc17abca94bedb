"""What makes the site the operator's own: name, logo, colours."""

from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

hex_colour = RegexValidator(r"^#[0-9a-fA-F]{6}\Z", _("Write the colour as # and six digits, like #0f5c5c."))


@register_setting(icon="view")
class SiteAppearance(BaseSiteSetting):
    name = models.CharField(_("name of the site"), max_length=60, default="iDiaspora")
    logo = models.ForeignKey("wagtailimages.Image", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("logo"))
    paper = models.CharField(_("background"), max_length=7, default="#fbf8f3", validators=[hex_colour])
    ink = models.CharField(_("text"), max_length=7, default="#1f2430", validators=[hex_colour])
    accent = models.CharField(_("accent"), max_length=7, default="#0f5c5c", validators=[hex_colour])
    warm = models.CharField(_("warm accent"), max_length=7, default="#e08a3c", validators=[hex_colour])

    panels: ClassVar = [
        FieldPanel("name"),
        FieldPanel("logo"),
        MultiFieldPanel([FieldPanel("paper"), FieldPanel("ink"), FieldPanel("accent"), FieldPanel("warm")], heading=_("Colours")),
    ]

    class Meta:
        verbose_name = _("appearance")
