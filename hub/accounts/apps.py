from django.apps import AppConfig


class HubAccountsConfig(AppConfig):
    name = "hub.accounts"
    label = "hub_accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from . import receivers  # noqa: F401
        from .models import Role
        from .roles import allow

        allow(Role.ADMINISTRATOR, "hub_common.view_outgoingmail", "hub_company.change_brandkit")
        # Those of one region keep their region's words alone (hub.company.queries).
        allow(Role.LEAD, "hub_company.change_brandkit")
