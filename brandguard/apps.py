from django.apps import AppConfig


class BrandguardConfig(AppConfig):
    name = "brandguard"
    label = "brandguard"
    default_auto_field = "django.db.models.BigAutoField"
