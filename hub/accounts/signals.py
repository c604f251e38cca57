"""What others may hear about people who sign in."""

from django.dispatch import Signal

# sender=User; user=, role_before=
role_changed = Signal()
# sender=User; user=
user_deactivated = Signal()
