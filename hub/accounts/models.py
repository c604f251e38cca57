"""People who sign in."""

from typing import ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone


class Role(models.TextChoices):
    SELLER = "seller", "Seller"
    LEAD = "lead", "Marketing lead"
    ASSISTANT = "assistant", "Assistant"
    ADMINISTRATOR = "administrator", "Administrator"


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        """A user; the role decides the rights, set by hub.accounts.services.sync_groups on save."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "User":
        return self.create_user(email, password, **{"role": Role.ADMINISTRATOR, "is_superuser": True, **fields})


class User(AbstractBaseUser, PermissionsMixin):
    """Signs in by e-mail address. `is_superuser` opens Wagtail's settings; the guard has no door for it."""

    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=120)
    role = models.CharField(max_length=20, choices=Role.choices, default=Role.SELLER)
    # A lead may be limited to one region; empty means all of them.
    region = models.ForeignKey("hub_company.Region", null=True, blank=True, on_delete=models.PROTECT)
    language = models.CharField(max_length=10, blank=True)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="user_email_once")]

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def is_staff(self) -> bool:
        return self.is_active

    def get_full_name(self) -> str:
        return self.name

    @property
    def first_name(self) -> str:
        """What Wagtail's menu calls them; without it, their address stands there."""
        return self.get_short_name()

    def get_short_name(self) -> str:
        return self.name.split(" ", 1)[0]


class Invitation(models.Model):
    """A link by which somebody first gets in: works until a moment, once, and until it is taken back."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="invitations")
    sent_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "user", condition=models.Q(accepted_at=None, revoked_at=None), name="invitation_one_open_for_each_person"
            )
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.accepted_at is None and self.revoked_at is None and self.expires_at > timezone.now()
