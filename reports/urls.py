"""The pages behind the links for partners."""

from django.urls import path

from reports import views

urlpatterns = [
    path("report/<str:token>/", views.page, name="report"),
    path("report/<str:token>/report.pdf", views.pdf, name="report_pdf"),
    path("report/<str:token>/numbers.csv", views.csv, name="report_csv"),
    path("handover/<str:token>/pack.zip", views.pack, name="handover_pack"),
]
