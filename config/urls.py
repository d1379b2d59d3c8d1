"""Every address of the house, room by room."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path

from appeals import api, views_pictures, views_sitemaps

urlpatterns = [
    path("robots.txt", views_sitemaps.robots),
    path("sitemap.xml", views_sitemaps.sitemap, name="django.contrib.sitemaps.views.sitemap"),
    path("api/v1/", api.handbook, name="api_handbook"),
    path("api/v1/openapi.json", api.openapi, name="api_schema"),
    path("api/v1/", api.api.urls),
    path("api/<path:rest>", api.unknown),
    *i18n_patterns(path("", include("appeals.urls_outreach")), path("", include("letters.urls"))),
    path("media/pictures/<slug:name>.jpg", views_pictures.picture),
    path("admin/", admin.site.urls),
    # The mailbox is there only in the demonstration, as its room is.
    *([path("mail/", include("demo.urls"))] if settings.OUTCRY_DEMO else []),
]
urlpatterns += i18n_patterns(path("", include("appeals.urls")), path("", include("mailings.urls")))
