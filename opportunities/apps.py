from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OpportunitiesConfig(AppConfig):
    name = "opportunities"
    verbose_name = _("Opportunities")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from opportunities import board, erasing, kinds, receivers  # noqa: F401
        from opportunities.reminding import SWITCH
        from opportunities.reported import register_all
        from profiles import saved_searches, switching_off

        kinds.discover()
        register_all()
        switching_off.register(SWITCH)
        saved_searches.register(board.SEARCHABLE)
