"""Where somebody is signed in, ended from one place and written down."""

from allauth.usersessions.models import UserSession
from django.db import transaction

from hub.common import audit
from hub.common.exceptions import NotAllowed

from ..models import User
from ..queries import is_administrator


@transaction.atomic
def end_sessions(user: User, *, by: User | None, but: str = "", only: int | None = None) -> int:
    """End her sessions: all, all but the one with the session key `but`, or the `only` one. How many ended.

    NotAllowed for anybody but herself and administrators (None: the system).
    """
    if by is not None and by.pk != user.pk and not is_administrator(by):
        raise NotAllowed("Only this person and an administrator may end these sessions.")
    sessions = UserSession.objects.filter(user=user).exclude(session_key=but)
    if only is not None:
        sessions = sessions.filter(pk=only)
    ended = 0
    for session in sessions:
        session.end()
        ended += 1
    if ended:
        audit.record("user.sessions_ended", actor=by, subject=f"user:{user.pk}", data={"count": ended})
    return ended
