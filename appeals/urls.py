from django.urls import path

from appeals import views, views_cases, views_offices

urlpatterns = [
    path("", views.index, name="index"),
    path("appeals/<slug:slug>/", views.appeal, name="appeal"),
    path("appeals/<slug:slug>/letter/", views.letter, name="letter_for_country"),
    path("appeals/<slug:slug>/check-your-mail/", views.check_your_mail, name="check_your_mail"),
    path("cases/", views_cases.cases, name="cases"),
    path("cases/<slug:slug>/", views_cases.case, name="case"),
    path("offices/", views_offices.offices, name="offices"),
    path("offices/<str:key>/", views_offices.office, name="office"),
    path("offices/<str:key>/thank-you/", views_offices.correction_proposed, name="correction_proposed"),
    path("offices/<str:key>/correct/<str:what>/", views_offices.correct, name="correct_office"),
]
