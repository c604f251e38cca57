"""What the editor on a phone asks the desk for."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from hub.common.exceptions import HubError, NotAllowed
from sellers.newsletters.exceptions import NoSuchLetter
from sellers.newsletters.queries import letter_for

from ..services.pictures import take_picture


@require_POST
def picture(request: HttpRequest, letter_id: int) -> HttpResponse:
    """A picture just taken: kept, and told as the picture block of the editor wants to have it."""
    file = request.FILES.get("file")
    try:
        letter = letter_for(viewer=request.user, pk=letter_id, written=False)
        if file is None:
            return JsonResponse({"message": "No picture came. Please try again."}, status=400)
        taken = take_picture(letter, file, by=request.user)
    except (NoSuchLetter, NotAllowed) as error:
        raise Http404 from error
    except HubError as error:
        return JsonResponse({"message": error.message}, status=400)
    small = taken.get_rendition("max-320x320")
    shown = {"url": small.url, "width": small.width, "height": small.height}
    return JsonResponse({"id": taken.pk, "title": taken.title, "preview": shown, "edit_url": "", "default_alt_text": ""})
