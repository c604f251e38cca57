from django.apps import AppConfig
from django.db.models.signals import post_migrate


class NewslettersConfig(AppConfig):
    name = "sellers.newsletters"
    label = "sellers_newsletters"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wagtail.models import WorkflowState
        from wagtail.signals import workflow_approved, workflow_rejected, workflow_submitted

        from brandguard.gate import register_source
        from brandguard.groups import register_groups
        from brandguard.history import register_letters, register_states
        from brandguard.reach import register_reach
        from sellers.audience.queries import register_letters_about
        from sellers.profiles.sections import register_section

        from . import receivers  # noqa: F401
        from .audience import look_at
        from .history import drafts, sellers_as_groups, states
        from .queries import letters_about
        from .reach import drafts_that_hold
        from .services.workflow import ensure_workflow
        from .views.archive import archive_section

        register_source("letter", look_at)
        register_reach(drafts_that_hold)
        register_letters(drafts)
        register_states(states)
        register_groups(sellers_as_groups)
        register_section(archive_section)
        register_letters_about(letters_about)
        post_migrate.connect(ensure_workflow, sender=self, dispatch_uid="letter_workflow")
        # Wagtail's own mails about workflows go round the outbox and say less than ours.
        for signal, what in ((workflow_submitted, "submitted"), (workflow_approved, "approved"), (workflow_rejected, "rejected")):
            signal.disconnect(sender=WorkflowState, dispatch_uid=f"workflow_state_{what}_email_notification")
