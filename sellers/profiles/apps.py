from django.apps import AppConfig


class ProfilesConfig(AppConfig):
    name = "sellers.profiles"
    label = "sellers_profiles"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from brandguard import usage

        from . import queries, receivers  # noqa: F401

        usage.register_regions(queries.regions_written_for)
