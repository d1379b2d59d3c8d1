"""The mailbox in the browser, under /mail/."""

from django.urls import path

from demo import views

app_name = "demo"
urlpatterns = [
    path("", views.message_list, name="messages"),
    path("<str:key>/", views.message, name="message"),
    path("<str:key>/html/", views.message_html, name="html"),
    path("<str:key>/parts/<int:number>/", views.part, name="part"),
]
