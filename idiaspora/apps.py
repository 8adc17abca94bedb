from django.apps import AppConfig


class IdiasporaConfig(AppConfig):
    name = "idiaspora"
    verbose_name = "iDiaspora"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from idiaspora import editions, queue  # noqa: F401

        editions.start()
