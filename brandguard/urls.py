from django.urls import URLPattern

app_name = "brandguard"
urlpatterns: list[URLPattern] = []
