"""What is printed for everybody, whether a letter is ours, the page behind the link from a mail, and that of helpers."""

from django.urls import path

from letters import views_handover, views_marking, views_posters, views_signature, views_verifying

urlpatterns = [
    path("appeals/<slug:slug>/poster-a4.pdf", views_posters.poster, {"paper": "a4"}, name="poster_a4"),
    path("appeals/<slug:slug>/poster-a3.pdf", views_posters.poster, {"paper": "a3"}, name="poster_a3"),
    path("appeals/<slug:slug>/sheet.pdf", views_posters.sheet, name="sheet"),
    path("verify/", views_verifying.verify, name="verify"),
    path("v/<str:reference>/<str:code>/", views_verifying.verified, name="verified"),
    path("marking/<str:token>/", views_marking.marking_page, name="marking"),
    path("marking/<str:token>/letter/", views_marking.mark, name="mark_letter"),
    path("marking/<str:token>/destination/", views_marking.mark_destination, name="mark_destination"),
    path("marking/<str:token>/undo/", views_marking.undo, name="undo_mark"),
    path("signature/<str:token>/", views_signature.signature, name="signature"),
    path("signature/<str:token>/confirm/", views_signature.confirm, name="confirm_signature"),
    path("signature/<str:token>/reject/", views_signature.reject, name="reject_signature"),
    path("signature/<str:token>/withdraw/", views_signature.withdraw, name="withdraw_signature"),
    path("signature/<str:token>/change/", views_signature.amend, name="amend_signature"),
    path("signature/<str:token>/show-as/", views_signature.show_as, name="show_signature_as"),
    path("signature/<str:token>/sent/", views_signature.note_sent, name="note_sent"),
    path("signature/<str:token>/not-sent/", views_signature.not_sent, name="not_sent"),
    path("signature/<str:token>/posted/", views_signature.note_posted, name="note_posted"),
    path("signature/<str:token>/not-posted/", views_signature.not_posted, name="not_posted"),
    path("signature/<str:token>/letter.pdf", views_signature.paper, name="signature_paper"),
    path("handover/<str:token>/", views_handover.page, name="handover"),
    path("handover/<str:token>/handover.pdf", views_handover.pdf, name="handover_pdf"),
    path("handover/<str:token>/signatories.csv", views_handover.csv, name="handover_csv"),
]
