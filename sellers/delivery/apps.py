from django.apps import AppConfig


class DeliveryConfig(AppConfig):
    name = "sellers.delivery"
    label = "sellers_delivery"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from brandguard.reach import register_hands, register_reach
        from hub.common import health
        from sellers.audience.queries import register_about, register_written_to
        from sellers.newsletters.queries import register_send_states

        from . import checks, receivers  # noqa: F401 (connects)
        from .health import sending, warming
        from .queries import letters_of, readers_written_to, send_states
        from .reach import in_hands, sends_that_hold

        health.register("sending", sending)
        health.register_note("warm_up", warming)
        register_send_states(send_states)
        register_written_to(readers_written_to)
        register_about("letters", letters_of)
        register_reach(sends_that_hold)
        register_hands(in_hands)
