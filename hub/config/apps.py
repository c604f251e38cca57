from django.apps import AppConfig


class HubConfig(AppConfig):
    name = "hub.config"
    label = "hub_config"
