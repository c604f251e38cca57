from django.apps import AppConfig


class AudienceConfig(AppConfig):
    name = "sellers.audience"
    label = "sellers_audience"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from sellers.profiles.sections import register_section

        from . import receivers  # noqa: F401
        from .views.sections import subscribe_section

        register_section(subscribe_section)
