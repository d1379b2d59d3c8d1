"""What letters keep about their signers (kit/personal.py). A letter is forgotten with its signature; that it left is not."""

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from appeals.models import Signature
from appeals.personal import signatures_over
from kit.personal import OFFICE, PARTNER, STAFF, SUPPORTER, Kept, Person, before, declare, needed_while
from letters.erasing import clear_away, out_of_handovers
from letters.models import (
    AnswerCopy,
    BatchFile,
    CollectiveLetter,
    Dispatch,
    FollowUp,
    Footing,
    Handover,
    HandoverLink,
    InboxTrouble,
    LadderStep,
    Letter,
    LetterPdf,
    MarkingLink,
    Pace,
    PaperMark,
    PostageHint,
    PostageStep,
    PostageZone,
    PostalJob,
    PrintBatch,
    PrintedLetter,
    Reply,
    Shell,
)
from letters.replies_kept import to_one, to_several_naming, to_several_over
from letters.states import State
from outbox.models import Attempt, IncomingMail, Message, Notice

LINKS = timedelta(days=90)
WITH_SIGNATURE = "goes with the signature"
QUOTED = "stays; a name or an address in it goes at an erasure"
ON_ITS_WAY = (State.FROZEN, State.READY, State.ENQUEUED, State.COLLECTED)

needed_while(Signature, lambda: Q(state=Signature.State.CONFIRMED, letters__state__in=ON_ITS_WAY))
before(Signature, out_of_handovers)
before(Letter, clear_away)


def _over(now: datetime) -> QuerySet:
    return Letter.objects.filter(signature__in=signatures_over(now))


def _of(person: Person) -> QuerySet:
    return Letter.objects.filter(signature__supporter=person.pk)


def _messages(person: Person) -> QuerySet:
    return Message.objects.filter(letter__in=_of(person))


declare(
    Letter,
    Kept("frozen", whose=SUPPORTER, until=WITH_SIGNATURE, over=_over, of=_of),
    Kept("reason", whose=SUPPORTER, until=QUOTED, of=_of, quotes=True),
    plain="reference language digest",
)
# What a server, or an office, said of a letter may quote who wrote it.
declare(Message, Kept("server_answer reason", whose=SUPPORTER, until=QUOTED, of=_messages, quotes=True))
declare(
    Attempt,
    Kept(
        "answer",
        whose=SUPPORTER,
        until=QUOTED,
        of=lambda person: Attempt.objects.filter(message__in=_messages(person)),
        quotes=True,
    ),
)
declare(
    Notice,
    Kept(
        "said",
        whose=SUPPORTER,
        until=QUOTED,
        of=lambda person: Notice.objects.filter(message__in=_messages(person)),
        quotes=True,
    ),
)
declare(
    IncomingMail,
    Kept(
        "raw",
        whose=SUPPORTER,
        until="an answer to a letter goes with the signature",
        of=lambda person: IncomingMail.objects.filter(message__in=_messages(person)),
    ),
)
declare(
    LetterPdf,
    Kept(
        "lines content",
        whose=SUPPORTER,
        until=WITH_SIGNATURE,
        over=lambda now: LetterPdf.objects.filter(letter__in=_over(now)),
        of=lambda person: LetterPdf.objects.filter(letter__in=_of(person)),
        whole_row=True,
    ),
    plain="sha256",
)
declare(
    Reply,
    Kept(
        "raw",
        whose=SUPPORTER,
        until=WITH_SIGNATURE,
        over=lambda now: to_one(_over(now)),
        of=lambda person: to_one(_of(person)),
    ),
    Kept(
        "raw",
        whose=OFFICE,
        until="an answer to several letters goes with the last signature, or with a signer whom it names",
        over=to_several_over,
        of=to_several_naming,
    ),
    plain="digest",
)
declare(
    AnswerCopy,
    Kept(
        "text shown",
        whose=SUPPORTER,
        until="written without names, for everybody; " + QUOTED,
        of=lambda person: AnswerCopy.objects.filter(reply__appeal__in=_of(person).values("appeal")),
        quotes=True,
    ),
    plain="withdrawn_because",
)
declare(
    Handover,
    Kept("by_whom words place", whose=STAFF, until="as long as the handover"),
    Kept("pdf csv", whose=SUPPORTER, until="made again without whoever is forgotten"),
    plain="totals frozen reason pdf_sha256 csv_sha256",
)
declare(
    HandoverLink,
    Kept(
        "for_whom",
        whose=PARTNER,
        until="90 days after the link ended",
        over=lambda now: HandoverLink.objects.filter(expires_at__lt=now - LINKS),
    ),
    plain="token_hash",
)
declare(
    BatchFile,
    Kept("checkpoint", whose=SUPPORTER, until="while its file is written; files for 30 days"),
)
declare(
    PrintBatch,
    Kept("return_address", whose=STAFF, until="as long as the batch"),
    plain="reason printed_before",
)
declare(InboxTrouble, Kept("said", whose=OFFICE, until="until the address is mended"), plain="enhanced")
declare(CollectiveLetter, plain="language")
declare(Dispatch, plain="zone reason switched_because")
declare(FollowUp, plain="reason")
declare(Footing, plain="known_by")
declare(LadderStep, plain="note")
declare(MarkingLink, plain="token_hash")
declare(Pace, plain="hours zone")
declare(PaperMark, plain="reference country")
declare(PostageHint, plain="country product currency")
declare(PostageStep)
declare(PostageZone, plain="name countries currency")
declare(PostalJob, plain="provider reason reference currency")
declare(PrintedLetter, plain="country currency reason")
declare(Shell, plain="key text_key content reason language engine")
