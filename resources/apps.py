from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ResourcesConfig(AppConfig):
    name = "resources"
    verbose_name = _("Resources")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from profiles import saved_searches
        from resources import erasing, library, receivers  # noqa: F401
        from resources.reported import register_all

        register_all()
        saved_searches.register(library.SEARCHABLE)
