from django.apps import AppConfig


class HubAccountsConfig(AppConfig):
    name = "hub.accounts"
    label = "hub_accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import receivers  # noqa: F401
        from .models import Role
        from .roles import allow

        allow(Role.ADMINISTRATOR, "hub_common.view_outgoingmail")
