"""Bare smtplib: mails made beforehand, one connection kept, no queue and no record. What SMTP itself costs in Python."""

import smtplib
import time
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

import django

from benchmarks.aside import serve

if __name__ == "__main__":
    django.setup()

from django.conf import settings
from django.template.loader import render_to_string

from benchmarks.mail import list_headers, subject

SENDER = "appeals@outcry.example"
_made: list[tuple[str, bytes]] = []


def make(values: dict[str, str]) -> tuple[str, bytes]:
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"] = SENDER, values["address"], subject(values)
    for name, value in list_headers(values).items():
        mail[name] = value
    mail.set_content(render_to_string("bench/mail.txt", values))
    mail.add_alternative(render_to_string("bench/mail.html", values), subtype="html")
    return values["address"], bytes(mail)


def answer_to(question: dict[str, Any]) -> dict[str, Any]:
    if question["do"] == "enqueue":
        _made[:] = [make(values) for values in question["mails"]]
        return {}
    began = time.monotonic()
    with smtplib.SMTP(settings.EMAIL_HOST, settings.EMAIL_PORT) as server:
        for address, content in _made:
            server.sendmail(SENDER, [address], content)
    return {"began": began, "left": 0}


if __name__ == "__main__":
    serve(answer_to)
