"""The desk's pages of print batches, as a dispatcher opens them."""

from datetime import timedelta
from typing import Any

from django.urls import reverse
from django.utils import timezone

from appeals.models import Appeal, Signature
from letters.models import Letter, PrintBatch
from tests.letters.factories import ready_letters

ADD, LIST, ROWS = (
    "admin:letters_printbatch_add",
    "admin:letters_printbatch_changelist",
    "admin:letters_printedletter_changelist",
)


def ready(appeal: Appeal, count: int = 1) -> list[Letter]:
    """Letters whose cooling window is over, by the clock of the machine."""
    letters = ready_letters(appeal, count)
    Signature.objects.update(cooling_until=timezone.now() - timedelta(seconds=1))
    return letters


def at(name: str, batch: PrintBatch, *more: object) -> str:
    return reverse(f"admin:letters_printbatch_{name}", args=[batch.pk, *more])


def said(page: Any) -> str:
    """What the desk answers above the page."""
    return " ".join(str(message) for message in page.context["messages"])
