from django.apps import AppConfig
from django.db.models.signals import post_migrate


def make_cache_table(**kwargs: object) -> None:
    """Rate limits need the shared cache from the first request on; nobody should have to know of `createcachetable`."""
    from django.core.management import call_command

    call_command("createcachetable", verbosity=0)


class HubCommonConfig(AppConfig):
    name = "hub.common"
    label = "hub_common"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        post_migrate.connect(make_cache_table, sender=self)
