from django.apps import AppConfig


class TrackingConfig(AppConfig):
    name = "sellers.tracking"
    label = "sellers_tracking"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from sellers.delivery.brakes import register_brake

        from . import receivers  # noqa: F401 (connects)
        from .services.brakes import brakes_on

        register_brake(brakes_on)
