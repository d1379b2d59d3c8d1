from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q

from campaigns.models.contact_querysets import ContactQuerySet
from campaigns.states import Health
from kit.addresses import address_lines
from kit.envelopes import most_rows, rows_of
from kit.languages import country_name
from kit.staff import by_staff


class Contact(models.Model):
    """One address of a target. `address_lines` leave out the office's name, the postcode, the city and the country."""

    class Channel(models.TextChoices):
        EMAIL = "email"
        POST = "post"

    target = models.ForeignKey("campaigns.Target", on_delete=models.CASCADE, related_name="contacts")
    channel = models.CharField(max_length=5, choices=Channel)
    email = models.EmailField(blank=True)
    address_lines = models.TextField(blank=True, help_text="One line of the address per line.")
    postcode = models.CharField(max_length=20, blank=True)
    city = models.CharField(max_length=100, blank=True)
    country_name = models.CharField(max_length=100, blank=True)
    position = models.PositiveSmallIntegerField(default=1, help_text="The lowest usable one is taken.")
    note = models.CharField(max_length=300, blank=True)
    health = models.CharField(max_length=10, choices=Health, default=Health.UNVERIFIED, editable=False)
    verified_on = models.DateField(null=True, blank=True, editable=False)
    verified_by = by_staff()
    verified_how = models.CharField(max_length=300, blank=True, editable=False)
    for_demonstration = models.BooleanField(default=False, editable=False)

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ["target", "channel", "position", "pk"]
        permissions = [("verify_contact", "Can say that an address works, fails or is dead")]
        constraints = [
            models.CheckConstraint(
                name="campaigns_contact_channel_fits",
                condition=(Q(channel="email", address_lines="", postcode="", city="") & ~Q(email=""))
                | (Q(channel="post", email="") & ~Q(address_lines="")),
            ),
            models.CheckConstraint(
                name="campaigns_contact_verification_is_whole",
                condition=Q(
                    verified_on__isnull=True,
                    verified_by__isnull=True,
                    verified_how="",
                    for_demonstration=False,
                )
                | (Q(verified_on__isnull=False, verified_by__isnull=False) & ~Q(verified_how="")),
            ),
            models.CheckConstraint(
                name="campaigns_contact_health_fits",
                condition=Q(health="unverified", verified_on__isnull=True)
                | Q(health="working", verified_on__isnull=False)
                | Q(health__in=["failing", "dead"]),
            ),
            models.UniqueConstraint(
                fields=["target", "email"], condition=~Q(email=""), name="campaigns_contact_email_once"
            ),
        ]

    def __str__(self) -> str:
        return self.email or ", ".join(
            [*self.address_lines.splitlines(), f"{self.postcode} {self.city}".strip()]
        )

    def clean(self) -> None:
        if self.channel == self.Channel.EMAIL:
            if not self.email:
                raise ValidationError({"email": "An email contact needs an address."})
            if self.address_lines or self.postcode or self.city:
                raise ValidationError({"address_lines": "Put the postal address into a contact of its own."})
        elif self.email:
            raise ValidationError({"email": "Put the email address into a contact of its own."})
        elif not self.address_lines.strip():
            raise ValidationError({"address_lines": "A postal contact needs at least one line."})
        elif self.target_id and (reason := self.why_no_window_shows_it()):
            raise ValidationError({"address_lines": reason})

    def why_no_window_shows_it(self) -> str:
        """Why the address does not fit a window envelope, or "". A letter to it would be held (letters/slots.py)."""
        country = self.target.host_country
        most = most_rows(country)
        for name in filter(None, (self.target.name, self.target.name_local)):
            recipient = {
                "name": name,
                "address_lines": self.address_lines.splitlines(),
                "postcode": self.postcode,
                "city": self.city,
                "country": country,
                "country_line": country_name(country, "en") if country else "",
            }
            rows = rows_of(address_lines(recipient))
            if rows > most:
                return (
                    f"The window of an envelope shows {most} rows of an address, this one needs {rows} with the office's "
                    "name, its town and the country. Join lines, or leave out what the post does not need."
                )
        return ""

    @property
    def is_verified(self) -> bool:
        return self.health == Health.WORKING and self.verified_on is not None
