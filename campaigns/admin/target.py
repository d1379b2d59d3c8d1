from typing import Any

from babel import localedata
from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest

from campaigns import verifying
from campaigns.admin.filters import CountriesInUse
from campaigns.admin.spreadsheets import SheetAdmin, TargetSheet
from campaigns.models import Accreditation, Contact, Salutation, Target
from campaigns.names import search_key


class ContactInline(admin.StackedInline):
    model = Contact
    extra = 0
    show_change_link = True
    readonly_fields = ["health", "verified_on", "verified_by", "verified_how", "for_demonstration"]
    fields = [
        ("channel", "position"),
        "email",
        "address_lines",
        ("postcode", "city", "country_name"),
        "note",
        ("health", "verified_on", "verified_by", "verified_how", "for_demonstration"),
    ]


class AccreditationInline(admin.TabularInline):
    model = Accreditation
    extra = 0


class SalutationInline(admin.TabularInline):
    model = Salutation
    extra = 0


class LanguagesField(forms.CharField):
    """`ru, kk, en` for a person, `["ru", "kk", "en"]` in the row."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        codes = super().clean(value).lower().replace(",", " ").split()
        wrong = [code for code in codes if not (code.isalpha() and localedata.exists(code))]
        if wrong:
            raise ValidationError(
                f"Not a code of a language: {', '.join(wrong)}. Use two letters, such as ru, kk, en."
            )
        return list(dict.fromkeys(codes))


class TargetForm(forms.ModelForm):
    languages = LanguagesField(
        required=False, help_text="Codes of the languages that the office reads, best first: ru, kk, en."
    )


@admin.register(Target)
class TargetAdmin(SheetAdmin, admin.ModelAdmin):
    resource_classes = [TargetSheet]
    form = TargetForm
    list_display = ["name", "kind", "host_country", "status", "contacts", "verified", "as_of"]
    list_filter = ["status", "kind", ("represents", CountriesInUse), ("host_country", CountriesInUse)]
    search_fields = ["name"]
    search_help_text = "Name in any script, or key."
    inlines = [ContactInline, AccreditationInline, SalutationInline]
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}
    fieldsets = [
        (
            None,
            {
                "fields": [
                    "key",
                    "kind",
                    "name",
                    "name_local",
                    ("represents", "host_country", "city"),
                    "status",
                ]
            },
        ),
        ("Writing to it", {"fields": ["languages", "letters_per_hour", "website", "phone"]}),
        ("Where this comes from", {"fields": ["source_note", "as_of", "note"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        checked = Q(contacts__in=Contact.objects.usable())
        counts = {"all_contacts": Count("contacts"), "checked_contacts": Count("contacts", filter=checked)}
        return super().get_queryset(request).annotate(**counts)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet, search_term: str
    ) -> tuple[QuerySet, bool]:
        for word in search_key(search_term).split():
            queryset = queryset.filter(Q(search_key__contains=word) | Q(key__contains=word))
        return queryset, False

    @admin.display(ordering="all_contacts")
    def contacts(self, obj: Any) -> int:
        return obj.all_contacts

    @admin.display(ordering="checked_contacts")
    def verified(self, obj: Any) -> int:
        return obj.checked_contacts

    def save_formset(self, request: HttpRequest, form: Any, formset: Any, change: bool) -> None:
        super().save_formset(request, form, formset, change)
        if formset.model is Contact:
            # Another address than the one that was checked.
            changed = [
                contact.pk
                for contact, fields in formset.changed_objects
                if set(fields) - verifying.NOT_THE_ADDRESS
            ]
            verifying.forget_verification(contacts=Contact.objects.filter(pk__in=changed))
