"""Every address of the house, room by room."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("admin/", admin.site.urls),
    # The mailbox is there only in the demonstration, as its room is.
    *([path("mail/", include("demo.urls"))] if settings.OUTCRY_DEMO else []),
]
urlpatterns += i18n_patterns(path("", include("appeals.urls")), path("", include("mailings.urls")))
