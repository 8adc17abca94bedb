from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResourcesConfig(AppConfig):
    name = "resources"
    verbose_name = _("Resources")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from profiles import saved_searches, switching_off
        from resources import erasing, library, receivers  # noqa: F401
        from resources.comment_news import SWITCH
        from resources.reported import register_all

        register_all()
        switching_off.register(SWITCH)
        saved_searches.register(library.SEARCHABLE)
