"""One Celery task per recipient: load the row, render, open a connection, send, note it. As most projects do it."""

from celery import shared_task
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import timezone

from benchmarks.mail import list_headers, subject
from benchmarks.peers.plain_form.models import Recipient


@shared_task(name="bench.mail_one")
def mail_one(pk: int) -> None:
    recipient = Recipient.objects.get(pk=pk)
    values = recipient.values
    mail = EmailMultiAlternatives(
        subject(values),
        render_to_string("bench/mail.txt", values),
        "appeals@outcry.example",
        [recipient.address],
        headers=list_headers(values),
    )
    mail.attach_alternative(render_to_string("bench/mail.html", values), "text/html")
    mail.send()
    recipient.sent_at = timezone.now()
    recipient.save(update_fields=["sent_at"])
