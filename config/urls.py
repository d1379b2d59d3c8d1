"""Every address of the house, room by room."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.urls import include, path, re_path

from appeals import views_pictures, views_sitemaps
from letters.views_verifying import verified

urlpatterns = [
    path("robots.txt", views_sitemaps.robots),
    path("sitemap.xml", views_sitemaps.sitemap, name="django.contrib.sitemaps.views.sitemap"),
    # As the codes on letters hold it: in capitals, without a language and a slash at the end.
    re_path(r"^[Vv]/(?P<reference>[^/]+)/(?P<code>[^/]+)/?$", verified),
    path("api/", include("appeals.urls_api")),
    *i18n_patterns(path("", include("appeals.urls_outreach")), path("", include("letters.urls"))),
    path("media/pictures/<slug:name>.jpg", views_pictures.picture),
    path("admin/", admin.site.urls),
    # Only where a mail provider is told to call them, each with the secret of OUTCRY_ANYMAIL.
    *([path("anymail/", include("anymail.urls"))] if settings.ANYMAIL else []),
    # The mailbox is there only in the demonstration, as its room is.
    *([path("mail/", include("demo.urls"))] if settings.OUTCRY_DEMO else []),
]
urlpatterns += i18n_patterns(
    path("", include("appeals.urls")),
    path("", include("mailings.urls")),
    path("", include("rights.urls")),
    path("", include("reports.urls")),
)
