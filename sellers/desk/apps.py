from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "sellers.desk"
    label = "sellers_desk"
    default_auto_field = "django.db.models.BigAutoField"
