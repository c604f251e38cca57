from django.apps import AppConfig


class HubCompanyConfig(AppConfig):
    name = "hub.company"
    label = "hub_company"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from hub.common.outbox import register_sender_name

        from .queries import brand

        register_sender_name(lambda: brand().name)
