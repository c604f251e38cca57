from django.apps import AppConfig


class DeskConfig(AppConfig):
    name = "sellers.desk"
    label = "sellers_desk"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from sellers.audience.queries import register_about

        from .queries.purchases import held_of

        register_about("desk", held_of)
