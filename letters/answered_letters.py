"""Whether an office has answered a letter, as far as anybody here knows."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from letters.models import Letter, PrintedLetter
from letters.models.print_states import PaperState


def answered(letters: "QuerySet[Letter]") -> "QuerySet[Letter]":
    """Those with a reply by mail (letters/taking_replies.py), or whose paper somebody marked as answered."""
    paper = PrintedLetter.objects.filter(letter=OuterRef("pk"), state=PaperState.ANSWERED)
    return letters.filter(Q(answered_at__isnull=False) | Exists(paper))
