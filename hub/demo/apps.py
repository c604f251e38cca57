from django.apps import AppConfig


class HubDemoConfig(AppConfig):
    name = "hub.demo"
    label = "hub_demo"
    default_auto_field = "django.db.models.BigAutoField"
