"""What waits for a member of staff among appeals, and where to do it: the first thing that they see at the desk."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from appeals import moderating
from appeals.models import Appeal, AppealText

MOST = 10  # of each kind


@dataclass(frozen=True)
class Waiting:
    words: str
    about: str
    link: str


def for_person(user: Any) -> list[Waiting]:
    """What they may do next, the most pressing first. One query for each thing that they may do, four at most."""
    return [
        one
        for right, kind in (
            ("appeals.moderate_signature", _letters_to_read),
            ("appeals.approve_appealtext", _texts_to_approve),
            ("appeals.open_appeal", _appeals_to_open),
            ("appeals.change_appealtext", _texts_sent_back),
        )
        if user.has_perm(right)
        for one in kind(user)
    ]


def _letters_to_read(user: Any) -> Iterator[Waiting]:
    if many := moderating.waiting().count():
        words = "One letter waits to be read" if many == 1 else f"{many} letters wait to be read"
        yield Waiting(words, "begin with the oldest", reverse("admin:appeals_lettertoread_changelist"))


def _texts_to_approve(user: Any) -> Iterator[Waiting]:
    in_review = AppealText.objects.filter(state=AppealText.State.IN_REVIEW).exclude(written_by=user)
    for text in in_review.order_by("written_at")[:MOST]:
        yield _about(text, "Read and approve, or send back")


def _texts_sent_back(user: Any) -> Iterator[Waiting]:
    back = AppealText.objects.filter(state=AppealText.State.DRAFT, written_by=user).exclude(
        sent_back_because=""
    )
    for text in back.order_by("written_at")[:MOST]:
        yield _about(text, f"Sent back to you: {text.sent_back_because}")


def _appeals_to_open(user: Any) -> Iterator[Waiting]:
    approved = AppealText.objects.filter(state=AppealText.State.APPROVED).values("appeal")
    drafts = Appeal.objects.filter(state=Appeal.State.DRAFT, pk__in=approved)
    # Whoever approved a text does not open it the first time (appeals/publishing.py).
    for appeal in drafts.exclude(texts__approved_by=user.pk).order_by("slug")[:MOST]:
        yield Waiting(
            "Look whether it can be opened",
            str(appeal),
            reverse("admin:appeals_appeal_change", args=[appeal.pk]),
        )


def _about(text: AppealText, words: str) -> Waiting:
    return Waiting(words, str(text), reverse("admin:appeals_appealtext_change", args=[text.pk]))
