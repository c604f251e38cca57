"""A seller's own page under /admin/my-page/, and all sellers under /admin/sellers/."""

from django.urls import path

from . import views

own = ([path("", views.my_page, name="mine")], "profile")
company = (
    [
        path("", views.sellers, name="list"),
        path("add/", views.add_seller, name="add"),
        path("<int:seller_id>/", views.seller, name="one"),
        path("<int:seller_id>/writers/", views.name_writer, name="name_writer"),
    ],
    "sellers",
)
