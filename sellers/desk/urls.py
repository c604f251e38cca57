"""What shop systems call."""

from django.urls import path

from .views import purchases

urlpatterns = [path("api/purchases", purchases.purchases, name="purchases")]
