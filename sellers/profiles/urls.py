"""What belongs to a seller's public page and is no page itself. Letters lie beside it, and their names begin with a date."""

from django.urls import path, register_converter

from .views import public as views


class Print:
    """What there is to print."""

    regex = "qr|poster|card"

    def to_python(self, value: str) -> str:
        return value

    to_url = to_python


register_converter(Print, "print")
app_name = "profiles"
urlpatterns = [
    path("<slug:slug>/contact.vcf", views.contact, name="contact"),
    path("<slug:slug>/poster/", views.sheet, {"kind": "poster"}, name="poster"),
    path("<slug:slug>/cards/", views.sheet, {"kind": "cards"}, name="cards"),
    path("<slug:slug>/<print:kind>.svg", views.drawing, name="print"),
]
