from django.urls import path

from mailings import views

urlpatterns = [
    path("updates/stop/<str:token>/", views.stop_updates, name="stop_updates"),
]
