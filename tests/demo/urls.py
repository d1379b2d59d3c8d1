"""The demonstration's addresses alone: the suite's own settings do not have them."""

from django.urls import include, path

urlpatterns = [path("mail/", include("demo.urls"))]
