"""Whether an office has answered a letter, as far as anybody here knows."""

from django.db.models import Exists, OuterRef, QuerySet

from letters.models import Letter, PrintedLetter
from letters.models.print_states import PaperState


def answered(letters: "QuerySet[Letter]") -> "QuerySet[Letter]":
    """Those whose paper somebody marked as answered. What comes back by mail is to be asked about here as well."""
    paper = PrintedLetter.objects.filter(letter=OuterRef("pk"), state=PaperState.ANSWERED)
    return letters.filter(Exists(paper))
