"""What is printed for everybody."""

from django.urls import path

from letters import views_posters

urlpatterns = [
    path("appeals/<slug:slug>/poster-a4.pdf", views_posters.poster, {"paper": "a4"}, name="poster_a4"),
    path("appeals/<slug:slug>/poster-a3.pdf", views_posters.poster, {"paper": "a3"}, name="poster_a3"),
    path("appeals/<slug:slug>/sheet.pdf", views_posters.sheet, name="sheet"),
]
