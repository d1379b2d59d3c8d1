"""Targets and sources as CSV and XLSX: a dry run with the difference first; broken rows are named, the rest is offered."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from import_export import fields, resources, widgets
from import_export.admin import ImportExportMixin
from import_export.formats.base_formats import CSV, XLSX
from import_export.forms import ExportForm

from campaigns import verifying
from campaigns.countries import is_country
from campaigns.models import Accreditation, Contact, Source, Target
from kit.spreadsheets import as_typed, neutral


class Difference(resources.Diff):
    """Old and new, without the inline style that our pages forbid, and with the columns of contacts."""

    def __init__(self, resource: Any, instance: Any, new: bool) -> None:
        self.left, self.right, self.new = _values(resource, instance), [], new

    def compare_with(self, resource: Any, instance: Any) -> None:
        self.right = _values(resource, instance)

    def as_html(self) -> list[str]:
        # The defaults of a new row are news, too.
        left = [""] * len(self.left) if self.new else self.left
        pairs = zip(left, self.right, strict=False)
        return [
            format_html("<ins>{}</ins>", new)
            if old in {"", None} and new not in {"", None}
            else format_html("<del>{}</del> <ins>{}</ins>", old, new)
            if old != new
            else format_html("{}", new)
            for old, new in pairs
        ]


def _values(resource: Any, instance: Any) -> list[Any]:
    return [as_typed(resource.export_field(field, instance)) for field in resource.get_import_fields()]


class Sheet(resources.ModelResource):
    def get_diff_class(self) -> type[Difference]:
        return Difference

    def before_import_row(self, row: Any, **kwargs: Any) -> None:
        for column in row:
            row[column] = as_typed(row[column])
        if not str(row.get("key", "")).strip():
            raise ValidationError({"key": "Every row needs a key: it says which entry is meant."})

    def export_field(self, field: Any, instance: Any, **kwargs: Any) -> Any:
        return neutral(super().export_field(field, instance, **kwargs))


class Words(widgets.Widget):
    """A list of codes with blanks between them."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> list[str]:
        return str(value or "").split()

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return " ".join(value or [])


POSTAL = ("address_lines", "postcode", "contact_city", "country_name")


class TargetSheet(Sheet):
    """A target with the countries it covers and its first contact of each kind.

    An address that is changed has to be verified again. An empty cell of these columns changes nothing.
    """

    languages = fields.Field(attribute="languages", column_name="languages", widget=Words())
    accredited_to = fields.Field(column_name="accredited_to")
    email = fields.Field(column_name="email")
    address_lines = fields.Field(column_name="address_lines")
    postcode = fields.Field(column_name="postcode")
    contact_city = fields.Field(column_name="contact_city")
    country_name = fields.Field(column_name="country_name")

    class Meta:
        model = Target
        import_id_fields = ("key",)
        clean_model_instances = True
        skip_unchanged = True
        fields = (
            *("key", "kind", "name", "name_local", "represents", "host_country", "city", "languages"),
            *("status", "website", "phone", "as_of", "letters_per_hour", "source_note", "note"),
            "accredited_to",
            "email",
            *POSTAL,
        )

    def before_import_row(self, row: Any, **kwargs: Any) -> None:
        super().before_import_row(row, **kwargs)
        unknown = [code for code in str(row.get("accredited_to", "")).split() if not is_country(code)]
        if unknown:
            raise ValidationError({"accredited_to": f"{', '.join(unknown)}: no country code of ISO 3166."})
        if row.get("email"):
            try:
                validate_email(row["email"])
            except ValidationError as error:
                raise ValidationError({"email": f"“{row['email']}” is not a mail address."}) from error
        if any(row.get(name) for name in POSTAL[1:3]) and not row.get("address_lines"):
            raise ValidationError({"address_lines": "A postal address needs at least one line."})

    def skip_row(self, instance: Any, original: Any, row: Any, import_validation_errors: Any = None) -> bool:
        same = all(
            row.get(name, "") == as_typed(self.export_field(self.fields[name], instance))
            for name in ("accredited_to", "email", *POSTAL)
            if name in row
        )
        return same and super().skip_row(instance, original, row, import_validation_errors)

    def save_instance(self, *args: Any, **kwargs: Any) -> None:
        # An address that is refused takes its target back with it: no row is half-saved.
        with transaction.atomic():
            super().save_instance(*args, **kwargs)

    def after_save_instance(self, instance: Target, row: Any, **kwargs: Any) -> None:
        if codes := set(str(row.get("accredited_to", "")).split()):
            instance.accreditations.exclude(country__in=codes).delete()
            for code in codes:
                Accreditation.objects.get_or_create(target=instance, country=code)
        if row.get("email"):
            _keep(instance, Contact.Channel.EMAIL, {"email": row["email"]})
        if row.get("address_lines"):
            values = {name: row[name] for name in POSTAL if name in row}
            if "contact_city" in values:
                values["city"] = values.pop("contact_city")
            _keep(instance, Contact.Channel.POST, values)

    def dehydrate_accredited_to(self, target: Target) -> str:
        return " ".join(sorted(one.country for one in target.accreditations.all())) if target.pk else ""

    def dehydrate_email(self, target: Target) -> str:
        contact = _first(target, Contact.Channel.EMAIL)
        return contact.email if contact else ""

    def dehydrate_address_lines(self, target: Target) -> str:
        return _postal(target, "address_lines")

    def dehydrate_postcode(self, target: Target) -> str:
        return _postal(target, "postcode")

    def dehydrate_contact_city(self, target: Target) -> str:
        return _postal(target, "city")

    def dehydrate_country_name(self, target: Target) -> str:
        return _postal(target, "country_name")


class SourceSheet(Sheet):
    class Meta:
        model = Source
        import_id_fields = ("key",)
        clean_model_instances = True
        skip_unchanged = True
        fields = (
            *("key", "kind", "title", "author", "translator", "publisher", "url", "language"),
            *("date_from", "date_to", "precision", "basis", "date_note", "document", "lines"),
            *("reposted_by", "reposted_on", "permission_note", "translation_note", "truncation_note"),
            *("correction_note", "archive_note", "note"),
        )


def _first(target: Target, channel: str) -> Contact | None:
    found = [contact for contact in target.contacts.all() if contact.channel == channel] if target.pk else []
    return min(found, key=lambda contact: (contact.position, contact.pk), default=None)


def _postal(target: Target, name: str) -> str:
    contact = _first(target, Contact.Channel.POST)
    return getattr(contact, name) if contact else ""


def _keep(target: Target, channel: str, values: dict[str, str]) -> None:
    contact = _first(target, channel) or Contact(target=target, channel=channel)
    if contact.pk and all(getattr(contact, name) == value for name, value in values.items()):
        return
    for name, value in values.items():
        setattr(contact, name, value)
    contact.full_clean()
    contact.save()
    verifying.forget_verification(contacts=Contact.objects.filter(pk=contact.pk))


class SheetAdmin(ImportExportMixin):
    """Import and export for an admin class; staff need the rights that the same work takes by hand."""

    formats = [CSV, XLSX]
    export_form_class = ExportForm
    import_template_name = "admin/campaigns/import.html"
    export_template_name = "admin/campaigns/export.html"

    def has_import_permission(self, request: HttpRequest) -> bool:
        return self.has_add_permission(request) and self.has_change_permission(request)

    def has_export_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_export_queryset(self, request: HttpRequest) -> Any:
        found = super().get_export_queryset(request)
        return found.prefetch_related("contacts", "accreditations") if self.model is Target else found

    def import_action(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Offer the good rows also where others are broken; the library offers all or nothing."""
        answer = super().import_action(request, **kwargs)
        context = getattr(answer, "context_data", {})
        result = context.get("result")
        if result and result.has_validation_errors() and not result.has_errors() and result.valid_rows():
            context["confirm_form"] = self.create_confirm_form(request, import_form=context["form"])
        return answer
