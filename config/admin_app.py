"""Puts our AdminSite in the place of Django's own; a file apart, because an app has one AppConfig a file."""

from django.contrib.admin.apps import AdminConfig


class OutcryAdmin(AdminConfig):
    default_site = "config.admin_site.OutcrySite"
