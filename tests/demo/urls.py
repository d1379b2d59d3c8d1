"""The demonstration's addresses beside all others: the suite's own settings do not have them."""

from django.urls import include, path

from config.urls import urlpatterns as others

urlpatterns = [path("mail/", include("demo.urls")), *others]
