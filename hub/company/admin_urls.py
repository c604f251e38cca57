"""The company's looks under /admin/brand/."""

from django.urls import path

from .views import brand as views

app_name = "brand"
urlpatterns = [
    path("", views.edit_brand, name="edit"),
    path("shown/", views.show_brand, name="shown"),
    path("places/", views.places, name="places"),
    path("regions/<int:pk>/", views.edit_region, name="region"),
    path("shops/<int:pk>/", views.edit_shop, name="shop"),
]
