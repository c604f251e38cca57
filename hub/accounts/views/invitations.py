"""The page behind the link in an invitation. Looking changes nothing: mail scanners open links."""

from allauth.account.utils import perform_login
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from hub.common.exceptions import BadToken
from hub.common.network import allow, client_ip

from .. import services
from ..forms import FirstPasswordForm


@never_cache
@sensitive_post_parameters("password1", "password2")
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, token: str) -> HttpResponse:
    """Who she is, and her first password; then she is signed in through the one door, second step included."""
    if not allow("invitation", client_ip(request) or "", limit=60, seconds=600):
        return render(request, "accounts/invitation_over.html", {"message": "Too many tries. Please wait ten minutes."}, status=429)
    try:
        invitation = services.invitation_of(token)
        form = FirstPasswordForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            user = services.accept_invitation(token, password=form.cleaned_data["password1"])
            return perform_login(request, user, email_verification="none")
    except BadToken as error:
        return render(request, "accounts/invitation_over.html", {"message": error.message}, status=410)
    except ValidationError as error:
        form.add_error("password1", error)
    return render(request, "accounts/invitation.html", {"form": form, "person": invitation.user})
