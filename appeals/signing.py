"""Sign, confirm, reject, withdraw. A stranger who tries addresses sees the same page and learns nothing.

sign      pending signature, and one confirmation mail to the mailbox       anyone
confirm   the letter is frozen; only with the link from the mail, by POST    the mailbox's owner
reject    "it was not me": what was typed is forgotten                      the mailbox's owner
withdraw  takes the signature back; a letter that has not left never will   the mailbox's owner
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from appeals import display, links, merging, previewing, reading_first
from appeals.allowing import allow
from appeals.links import by_link
from appeals.models import Appeal, Signature, Tally
from appeals.states import SIGNATURE
from campaigns import status
from kit.refusals import Refused
from kit.wake import wake
from outbox import forgetting, queueing
from supporters import consent, identity
from supporters.models import Consent, Supporter

__all__ = ["Typed", "by_link", "confirm", "reject", "sign", "withdraw"]

CONFIRM_WITHIN = timedelta(days=14)
MAIL_IS_GOOD_FOR = timedelta(days=2)
FORGOTTEN = {
    "name": "",
    "town": "",
    "postal": "",
    "own_words": "",
    "bricks": [],
    "display": Signature.Display.COUNT,
    "display_wording": "",
    "display_version": "",
    "may_reply": False,
    "wants_updates": False,
    "link_seed": "",
    "link_hash": "",
}
# What somebody who took their signature back and signs once more has left behind.
ANEW = {
    "reminders": 0,
    "reminded_at": None,
    "edited_at": None,
}


@dataclass(frozen=True)
class Typed:
    """What the form holds after its checks."""

    name: str
    email: str
    country: str
    town: str = ""
    may_reply: bool = False
    wants_updates: bool = False
    source: str = ""  # a word of Signature.Source
    postal: str = ""
    own_words: str = ""
    bricks: tuple[int, ...] = ()
    display: str = Signature.Display.COUNT.value
    # For staff: why a person should look at this signature's letter, whatever its words are.
    doubts: tuple[str, ...] = ()
    # For staff: why a person looks before any mail is sent. Empty: nobody has to.
    waits_because: str = ""
    network_index: str = ""


@transaction.atomic
def sign(*, appeal: Appeal, typed: Typed, language: str, now: datetime) -> None:
    """Keep a pending signature and queue one mail. Returns nothing, so that no caller can tell a stranger what was there.

    Eleven statements for a new signature, no fewer for one that was there: the time taken tells nothing either.
    """
    _check_open(appeal, now)
    supporter = identity.keep(email=typed.email, language=language, now=now)
    seed = links.new_seed()
    fresh = Signature(
        appeal=appeal,
        supporter=supporter,
        created_at=now,
        link_seed=seed,
        link_hash=links.hash_of(seed),
        **_columns(typed, language),
    )
    Signature.objects.bulk_create([fresh], ignore_conflicts=True)
    signature = Signature.objects.get(appeal=appeal, supporter=supporter)
    is_new = signature.link_seed == seed
    signature.supporter = supporter
    may_mail = not typed.waits_because and bool(allow([signature], now=now))
    if signature.state == Signature.State.INVALIDATED:
        return
    if signature.state == Signature.State.CONFIRMED:
        if may_mail:
            _queue("already_signed", supporter, appeal, {"signature": signature.pk}, now)
        return
    if not is_new:
        # The newest words win while nothing is confirmed: people sign again to mend a mistake. The link stays.
        mended = {
            **_columns(typed, language),
            "state": Signature.State.PENDING,
            "withdrawn_at": None,
            "created_at": now,
        }
        if signature.state != Signature.State.PENDING:
            mended |= ANEW
        if not signature.link_seed:
            mended |= {"link_seed": seed, "link_hash": fresh.link_hash}
        Signature.objects.filter(pk=signature.pk, state__in=["pending", *SIGNATURE.before("pending")]).update(
            **mended
        )
    if may_mail:
        _queue("confirmation", supporter, appeal, {"signature": signature.pk}, now)


def mail_again(*, signature: Signature, now: datetime) -> bool:
    """Queue the mail of a pending signature that had to wait for a person; False when its mailbox has had enough today."""
    if not signature.supporter or not allow([signature], now=now):
        return False
    _queue("confirmation", signature.supporter, signature.appeal, {"signature": signature.pk}, now)
    return True


@transaction.atomic
def confirm(*, signature: Signature, now: datetime, seen: str | None = None) -> bool:
    """Freeze the letter and count the signature; return False when that had been done before.

    `seen`: merging.words_digest of the letter that the person has read. Whoever signs with their address meanwhile,
    or approves another text, changes what the same link confirms: then they read it again.
    """
    if signature.state == Signature.State.CONFIRMED:
        return False
    _check_open(signature.appeal, now)
    if now > signature.created_at + CONFIRM_WITHIN:
        raise Refused(_("This link is too old. Please sign again."))
    _check_move(signature, Signature.State.CONFIRMED)
    letter = previewing.for_signature(
        signature=signature, reference=merging.new_reference(), salt=merging.new_salt(), day=now.date()
    )
    if letter is None:
        raise Refused(_("There is no office for your country to write to yet."))
    if seen is not None and seen != merging.words_digest(letter.agreed):
        raise Refused(
            _("Your letter has changed since you opened this page. Read it once more, then confirm.")
        )
    changed = Signature.objects.filter(
        pk=signature.pk,
        state=Signature.State.PENDING,
        created_at=signature.created_at,  # somebody signs anew with this address at this very moment
    ).update(
        state=Signature.State.CONFIRMED,
        confirmed_at=now,
        cooling_until=now + timedelta(seconds=settings.OUTCRY_COOLING_SECONDS),
        reference=letter.agreed["reference"],
        target=letter.route.target,
        email_contact=letter.route.email,
        post_contact=letter.route.post,
        letter_language=letter.agreed["language"],
        agreed=letter.agreed,
        agreed_digest=merging.digest(letter.agreed),
        **reading_first.at_confirmation(signature),
    )
    if not changed:  # the button pressed twice: the other request was first and has counted
        return False
    Tally.objects.filter(appeal=signature.appeal_id).update(confirmed=F("confirmed") + 1)
    if signature.supporter:
        consent.ask(
            supporter=signature.supporter, purposes=_purposes(signature), language=signature.language, now=now
        )
        consent.give(supporter=signature.supporter, purposes=_purposes(signature), now=now)
    wake("letters.freeze")
    return True


@transaction.atomic
def reject(*, signature: Signature, now: datetime) -> None:
    """ "It was not me": forget what was typed, and the supporter too if nothing else is theirs."""
    _check_move(signature, Signature.State.REJECTED)
    Signature.objects.filter(pk=signature.pk, state=Signature.State.PENDING).update(
        state=Signature.State.REJECTED,
        supporter=None,
        **FORGOTTEN,
    )
    if signature.supporter and not signature.supporter.signatures.exists():
        forgetting.forget(address=signature.supporter.email)
        signature.supporter.delete()


@transaction.atomic
def withdraw(*, signature: Signature, now: datetime) -> None:
    _check_move(signature, Signature.State.WITHDRAWN)
    changed = Signature.objects.filter(pk=signature.pk, state=Signature.State.CONFIRMED).update(
        state=Signature.State.WITHDRAWN, withdrawn_at=now
    )
    if changed:
        column = signature.counted_as
        Tally.objects.filter(appeal=signature.appeal_id).update(**{column: F(column) - 1})
        wake("letters.dispatch")


def _check_open(appeal: Appeal, now: datetime) -> None:
    if not appeal.takes_signatures(now):
        raise Refused(_("This appeal no longer takes signatures."))
    if status.held_cases([appeal.case_id]):
        raise Refused(
            _("There is news on this case. Until we have checked what it changes, nobody can sign.")
        )


def _check_move(signature: Signature, new: str) -> None:
    # Said to the public, so in their language; the page under it shows what the state is.
    if not SIGNATURE.allows(signature.state, new):
        raise Refused(_("That is no longer possible. Below you see how things stand."))


def _columns(typed: Typed, language: str) -> dict[str, object]:
    return {
        "name": typed.name,
        "town": typed.town,
        "postal": typed.postal,
        "own_words": typed.own_words,
        "bricks": sorted(typed.bricks),
        "moderation": Signature.Moderation.WAITING if typed.waits_because else Signature.Moderation.NONE,
        "moderation_reasons": "\n".join([*typed.doubts, *filter(None, [typed.waits_because])]),
        "moderated_by": None,
        "moderated_at": None,
        "refused_because": "",
        "network_index": typed.network_index,
        **display.columns(typed.display, language),
        "country": typed.country,
        "language": language,
        "may_reply": typed.may_reply,
        "wants_updates": typed.wants_updates,
        "source": typed.source,
    }


def _purposes(signature: Signature) -> list[str]:
    ticked = {Consent.Purpose.REPLY: signature.may_reply, Consent.Purpose.UPDATES: signature.wants_updates}
    return [purpose for purpose, is_ticked in ticked.items() if is_ticked]


def _queue(kind: str, supporter: Supporter, appeal: Appeal, values: dict[str, object], now: datetime) -> None:
    key = f"{kind}:{supporter.mailbox_index[:32]}:{appeal.pk}:{now.date()}"
    row = queueing.Row(key=key, to=supporter.email, values=values, expires_at=now + MAIL_IS_GOOD_FOR)
    queueing.enqueue_many(kind=kind, rows=[row], now=now)
