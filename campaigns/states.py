"""The states of campaigns/ and the moves between them."""

from django.db import models

from kit.moves import Moves


class CaseState(models.TextChoices):
    DRAFT = "draft"
    PUBLISHED = "published"
    CLOSED = "closed"


CASE_MOVES = Moves({"draft": {"published"}, "published": {"closed"}, "closed": set()})


class ReviewState(models.TextChoices):
    UNREVIEWED = "unreviewed"
    REVIEWED = "reviewed"


class Status(models.TextChoices):
    """What a status record says of a person or a group. HOLDING ones stop every letter (campaigns/status.py)."""

    AT_RISK = "at_risk", "at risk"
    CHARGED = "charged"
    ON_TRIAL = "on_trial", "on trial"
    DETAINED = "detained"
    IMPRISONED = "imprisoned"
    AMNESTIED = "amnestied"
    CLEARED = "cleared"
    SENTENCE_CHANGED = "sentence_changed", "sentence changed"
    TRANSFERRED = "transferred"
    RELEASED = "released"
    DIED = "died"


HOLDING = frozenset(
    {
        Status.AMNESTIED,
        Status.CLEARED,
        Status.SENTENCE_CHANGED,
        Status.TRANSFERRED,
        Status.RELEASED,
        Status.DIED,
    }
)


class CallState(models.TextChoices):
    """A call that was loaded from a document is never open by itself; only an appeal can be signed."""

    HISTORIC = "historic"
    CLOSED = "closed"
    STANDING_UNVERIFIED = "standing_unverified", "standing, not verified"


class TargetStatus(models.TextChoices):
    OPEN = "open"
    SUSPENDED = "suspended"
    CLOSED = "closed"
    UNKNOWN = "unknown", "not known"


class CorrectionState(models.TextChoices):
    """Superseded: another correction of the same was accepted first."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    SUPERSEDED = "superseded"


CORRECTION_MOVES = Moves(
    {
        "proposed": {"accepted", "declined", "superseded"},
        "accepted": set(),
        "declined": set(),
        "superseded": set(),
    }
)


class Health(models.TextChoices):
    UNVERIFIED = "unverified"
    WORKING = "working"
    FAILING = "failing"
    DEAD = "dead"
