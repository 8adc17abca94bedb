"""What makes the site the operator's own: name, logo, colours."""

from typing import ClassVar

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from idiaspora.contrast import READABLE, contrast, luminance, mix

COLOURS = ("paper", "ink", "accent", "warm")
hex_colour = RegexValidator(r"^#[0-9a-fA-F]{6}\Z", _("Write the colour as # and six digits, like #0f5c5c."))


@register_setting(icon="view")
class SiteAppearance(BaseSiteSetting):
    name = models.CharField(_("name of the site"), max_length=60, default="iDiaspora")
    logo = models.ForeignKey(
        "wagtailimages.Image", models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("logo")
    )
    paper = models.CharField(_("background"), max_length=7, default="#fbf8f3", validators=[hex_colour])
    ink = models.CharField(_("text"), max_length=7, default="#1f2430", validators=[hex_colour])
    accent = models.CharField(_("accent"), max_length=7, default="#0f5c5c", validators=[hex_colour])
    warm = models.CharField(_("warm accent"), max_length=7, default="#e08a3c", validators=[hex_colour])

    panels: ClassVar = [
        FieldPanel("name"),
        FieldPanel("logo"),
        MultiFieldPanel(
            [FieldPanel("paper"), FieldPanel("ink"), FieldPanel("accent"), FieldPanel("warm")], heading=_("Colours")
        ),
    ]

    class Meta:
        verbose_name = _("appearance")

    def __str__(self) -> str:
        return self.name

    @property
    def has_own_colours(self) -> bool:
        """Whether a page has to say the colours, because they are not those of tokens.css."""
        return any(getattr(self, field) != self._meta.get_field(field).default for field in COLOURS)

    def clean(self) -> None:
        """Refuses colours that people couldn't read, naming the colour to change and why."""
        super().clean()
        try:
            for field in COLOURS:
                hex_colour(getattr(self, field))
        except ValidationError:
            return  # the field's own error says so
        errors = {}
        if contrast(mix(self.ink, self.paper, 0.74), self.paper) < READABLE:
            errors["ink"] = _(
                "The text would be hard to read on this background: choose a darker text or a lighter background."
            )
        if contrast(self.accent, mix(self.accent, self.paper, 0.09)) < READABLE:
            errors["accent"] = _("Links and buttons would be hard to read on this background: choose a darker accent.")
        if contrast(self.ink, self.warm) < READABLE:
            errors["warm"] = _("The text would be hard to read on the warm accent: choose a lighter one.")
        if luminance(self.paper) < luminance(self.ink):
            errors["paper"] = _(
                "Choose a background lighter than the text. A dark look is made by itself for those who ask for it."
            )
        if errors:
            raise ValidationError(errors)
