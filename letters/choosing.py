"""Choose the letters of a print batch, and look at them before it is made: how many, where to, and who is left out and why."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from appeals.models import Appeal
from campaigns.models import Target
from kit.refusals import Refused
from letters.models import Dispatch, FollowUp, LadderStep, Letter, PostalJob, PrintedLetter
from letters.models.postal_states import OPEN
from letters.models.print_states import PaperState
from letters.on_paper import why_not_on_paper
from letters.states import State
from outbox.models import Message

CHUNK = 500
MOST = 10_000
EXAMPLES = 10
HAS_A_JOB = "It is with a postal provider already."
SENT = (
    Q(state=State.ACCEPTED)
    | Q(state=State.ENQUEUED, message__state=Message.State.SENT)
    | Q(state=State.COLLECTED, collective__message__state=Message.State.SENT)
)
BY_PAPER = Exists(
    Dispatch.objects.filter(
        appeal=OuterRef("appeal"), target=OuterRef("target"), channel=Dispatch.Channel.PAPER
    )
)
# Email may yet bring these: who prints them should know.
WAITS_FOR_MAIL = (
    Q(state__in=[State.FROZEN, State.READY, State.COLLECTED])
    | Q(state=State.ENQUEUED, message__state__in=[Message.State.QUEUED, Message.State.SENDING])
) & ~BY_PAPER


@dataclass(frozen=True)
class Choice:
    """All that are given have to fit; `confirmed_until` itself is outside."""

    appeal: Appeal | None = None
    target: Target | None = None
    confirmed_from: datetime | None = None
    confirmed_until: datetime | None = None
    also_printed: bool = False
    also_emailed: bool = False

    def conditions(self) -> Q:
        given = {
            "appeal": self.appeal,
            "target": self.target,
            "signature__confirmed_at__gte": self.confirmed_from,
            "signature__confirmed_at__lt": self.confirmed_until,
        }
        return Q(**{name: value for name, value in given.items() if value is not None})

    def fitting(self) -> "QuerySet[Letter]":
        """Whatever stands in their way. Cancelled letters are none."""
        return Letter.objects.filter(self.conditions()).exclude(state=State.CANCELLED)

    def candidates(self) -> "QuerySet[Letter]":
        found = self.fitting()
        if not self.also_emailed:
            sent = Letter.objects.filter(SENT).filter(self.conditions())
            # What the ladder asks for on paper is printed although email has brought it.
            found = found.exclude(pk__in=sent.exclude(FOLLOWED_UP).values("pk"))
        return found if self.also_printed else found.filter(~PRINTED)


FOLLOWED_UP = Exists(
    FollowUp.objects.filter(
        letter=OuterRef("pk"), state=FollowUp.State.OPEN, channel=LadderStep.Channel.PAPER
    )
)
# A letter whose making failed is not printed; one that waits in another batch is as good as printed, and so is one that
# was posted by somebody else.
PRINTED = Q(posted_at__isnull=False) | Exists(
    PrintedLetter.objects.filter(letter=OuterRef("pk")).exclude(state=PaperState.LEFT_OUT)
)


@dataclass
class LeftOut:
    reason: str
    count: int = 0
    references: list[str] = field(default_factory=list)


@dataclass
class Destination:
    country: str
    office: str
    letters: int = 0
    pages: int = 0


@dataclass
class Preview:
    """`unmeasured` letters have no PDF yet; each is counted as one page until it is made."""

    count: int = 0
    pages: int = 0
    unmeasured: int = 0
    reprints: int = 0
    also_by_mail: int = 0
    destinations: list[Destination] = field(default_factory=list)
    examples: list[Letter] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    sent_before: int = 0
    printed_before: int = 0


def looked_at(choice: Choice, now: datetime) -> Iterator[tuple[Letter, str]]:
    """Yield each candidate with the reason why it is left out, or "". Read in chunks, by their ids."""
    letters = (
        choice.candidates()
        .select_related("message", "target", "pdf")
        .defer("message__recipient", "message__values", "pdf__content")
        .annotate(
            is_printed=PRINTED,
            waits_for_mail=WAITS_FOR_MAIL,
            has_job=Exists(PostalJob.objects.filter(letter=OuterRef("pk"), state__in=OPEN)),
        )
        .order_by("pk")
    )
    last = 0
    while chunk := list(letters.filter(pk__gt=last)[:CHUNK]):
        reasons = why_not_on_paper(chunk, now)
        for letter in chunk:
            yield letter, HAS_A_JOB if letter.has_job else reasons.get(letter.pk, "")
        last = chunk[-1].pk


def pages_of(letter: Letter) -> int | None:
    """As many as its PDF has, if it was made."""
    return letter.pdf.pages if hasattr(letter, "pdf") else None


def refuse_too_many(choice: Choice) -> None:
    if (many := choice.candidates().count()) > MOST:
        raise Refused(
            f"{many} letters fit, and a batch has {MOST} at most. Choose an appeal, an office or days."
        )


def preview(choice: Choice, *, now: datetime) -> Preview:
    refuse_too_many(choice)
    seen = Preview()
    places: dict[int, Destination] = {}
    left_out: defaultdict[str, LeftOut] = defaultdict(lambda: LeftOut(""))
    for letter, reason in looked_at(choice, now):
        if reason:
            one = left_out[reason]
            one.reason, one.count = reason, one.count + 1
            if len(one.references) < EXAMPLES:
                one.references.append(letter.reference)
            continue
        _count(seen, places, letter)
    seen.destinations = sorted(places.values(), key=lambda place: (place.country, place.office))
    seen.left_out = sorted(left_out.values(), key=lambda one: (-one.count, one.reason))
    if not choice.also_printed:
        seen.printed_before = choice.fitting().filter(PRINTED).count()
    if not choice.also_emailed:
        seen.sent_before = choice.fitting().filter(SENT).exclude(PRINTED).count()
    return seen


def _count(seen: Preview, places: dict[int, Destination], letter: Letter) -> None:
    pages = pages_of(letter)
    seen.count += 1
    seen.pages += pages or 1
    seen.unmeasured += pages is None
    seen.reprints += getattr(letter, "is_printed", False)
    seen.also_by_mail += bool(getattr(letter, "waits_for_mail", False))
    if len(seen.examples) < EXAMPLES:
        seen.examples.append(letter)
    place = places.setdefault(letter.target_id, Destination(letter.target.host_country, letter.target.name))
    place.letters += 1
    place.pages += pages or 1
