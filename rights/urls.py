from django.urls import path

from rights import views

urlpatterns = [
    path("your-data/", views.ask, name="ask_for_your_data"),
    path("your-data/asked/", views.asked, name="your_data_asked"),
    path("your-data/receipt/<str:number>/", views.receipt, name="receipt"),
    path("your-data/<str:token>/", views.your_data, name="your_data"),
    path("your-data/<str:token>/mine.json", views.download, name="your_data_file"),
    path("your-data/<str:token>/correct/", views.correct, name="correct_your_data"),
    path("your-data/<str:token>/stop/", views.stop, name="stop_consent"),
    path("your-data/<str:token>/erase/", views.erase, name="erase_your_data"),
]
