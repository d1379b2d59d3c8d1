from django.urls import path

from appeals.views_feeds import FORMATS, view
from mailings import views, views_archive

urlpatterns = [
    path("updates/", views_archive.updates, name="updates"),
    path("updates/<int:pk>/", views_archive.update, name="update"),
    path("updates/stop/<str:token>/", views.stop_updates, name="stop_updates"),
    path("updates/choose/<str:token>/", views.choose_updates, name="choose_updates"),
    *(
        path(f"feeds/updates.{ending}", view(views_archive.Updates, ending), name=f"feed_updates_{ending}")
        for ending in FORMATS
    ),
]
