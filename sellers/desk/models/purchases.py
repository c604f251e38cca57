"""What customers bought, as the company's own shop systems report it."""

from django.conf import settings
from django.db import models


class ShopSystem(models.Model):
    """A till or web shop that may report purchases. Of its token only the SHA-256 is kept: 256 random bits need no salt."""

    name = models.CharField(max_length=80)
    digest = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=8, help_text="The last characters of the token, to tell it from others.")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["withdrawn_at", "-made_at", "-pk"]

    def __str__(self) -> str:
        return self.name


class Purchase(models.Model):
    """One purchase of a seller's customer, under the shop's own number. Goes when the customer is erased."""

    seller = models.ForeignKey("sellers_profiles.Seller", on_delete=models.PROTECT, related_name="purchases")
    subscriber = models.ForeignKey("sellers_audience.Subscriber", on_delete=models.CASCADE, related_name="purchases")
    number = models.CharField(max_length=80, unique=True)
    at = models.DateTimeField()
    total = models.DecimalField(max_digits=12, decimal_places=2)
    currency = models.CharField(max_length=3)
    items = models.JSONField(default=list, help_text="[{name, quantity}]")
    system = models.ForeignKey(ShopSystem, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["subscriber", "-at"]), models.Index(fields=["seller", "-at"])]

    def __str__(self) -> str:
        return f"purchase {self.pk}"

    @property
    def what(self) -> str:
        """In one line, as one says it: "2 × Tea bowl, Teapot"."""
        return ", ".join(f"{item['quantity']} × {item['name']}" if item["quantity"] != 1 else item["name"] for item in self.items)
