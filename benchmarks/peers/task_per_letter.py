"""One Celery task per letter: load the row, fill the template, print it with a warm WeasyPrint, keep the PDF. As most do it."""

import hashlib

from celery import shared_task
from django.utils import timezone

from letters.models import Letter, LetterPdf
from letters.rendering import TEXT_SIZES, page_of
from letters.states import State

TASK = "bench.letter_one"


@shared_task(name=TASK)
def letter_one(pk: int) -> None:
    from benchmarks.peers import weasyprint_warm  # the worker has other tasks, which need no WeasyPrint

    letter = Letter.objects.get(pk=pk)
    page = page_of(letter.frozen, letter.digest)
    style = f"<style>{page['css']}\nhtml {{ font-size: {TEXT_SIZES[0]}pt }}</style></head>"
    pdf = weasyprint_warm.one(page["html"].replace("</head>", style))
    LetterPdf.objects.create(
        letter=letter,
        tier=LetterPdf.Tier.PRESS,
        content=pdf,
        sha256=hashlib.sha256(pdf).hexdigest(),
        pages=1,
        rendered_at=timezone.now(),
    )
    letter.state = State.READY
    letter.save(update_fields=["state"])
