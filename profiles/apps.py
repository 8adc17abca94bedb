from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProfilesConfig(AppConfig):
    name = "profiles"
    verbose_name = _("Profiles")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from profiles import (  # noqa: F401
            community_documents,
            data_sections,
            directory,
            erasing,
            forgetting,
            receivers,
            saved_searches,
        )
        from profiles.reported import register_all
        from profiles.services.digests import SWITCH
        from profiles.switching_off import register

        register_all()
        data_sections.discover()
        register(SWITCH)
        for searchable in directory.SEARCHABLE:
            saved_searches.register(searchable)
