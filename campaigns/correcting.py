"""Corrections of the directory: anybody proposes, a member of staff decides, and only then something changes.

Nobody logs in to propose and nothing about them is kept, so the verbs bound what a crowd or a program can
leave behind: identical proposals wait once, and an office has at most MOST_WAITING of them.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from campaigns import verifying
from campaigns.models import Contact, Correction, Target
from campaigns.models.correction import FIELDS
from campaigns.states import CORRECTION_MOVES, CorrectionState
from kit.languages import country_name
from kit.refusals import Refused, reason_of
from trail.recording import recorded

MOST_WAITING = 20


@transaction.atomic
def propose(
    *,
    target: Target,
    about: str,
    contact: Contact | None,
    values: Mapping[str, str],
    source: str,
    now: datetime,
) -> bool:
    """Keep a correction for the desk; return whether it is new. `values`: all columns of FIELDS[about], cleaned.

    Refused, at its field: nothing that differs, an address that is there already, an office with too many waiting.
    """
    Target.objects.select_for_update().get(pk=target.pk)  # two at once must not both be the last one allowed
    correction = Correction(
        target=target, about=about, contact=contact, source=source, proposed_on=timezone.localdate(now)
    )
    correction.before = correction.standing()
    changed = {
        column: values[column] for column in FIELDS[about] if values[column] != correction.before[column]
    }
    if not changed:
        raise Refused(_("This is what stands here already."), field=FIELDS[about][0])
    # A postal address is one thing: half of one and half of another is no address.
    correction.proposed = changed if about == Correction.About.OFFICE else dict(values)
    _refuse_doubles(correction)
    correction.digest = _digest(correction)
    waiting = list(Correction.objects.open().filter(target=target).values_list("digest", flat=True))
    if correction.digest in waiting:
        return False
    if len(waiting) >= MOST_WAITING:
        raise Refused(_("Many corrections of this office wait to be read. Please come back in a few days."))
    correction.save()
    return True


@recorded
@transaction.atomic
def accept(
    *, correction: Correction, reason: str, checked: bool, by: AbstractBaseUser, now: datetime
) -> None:
    """Write what was proposed. `checked`: `reason` says how, and the address counts as verified; else it does not."""
    _decide(correction, CorrectionState.ACCEPTED, reason=reason, by=by, now=now)
    _refuse_doubles(correction)
    _refuse_what_no_window_shows(correction)
    correction.before = correction.standing()
    correction.save(update_fields=["before"])
    if correction.about == Correction.About.OFFICE:
        as_of = {"as_of": timezone.localdate(now).isoformat()} if checked else {}
        Target.objects.filter(pk=correction.target_id).update(**correction.proposed, **as_of)
    else:
        contacts = Contact.objects.filter(pk=_write_contact(correction))
        if checked:
            verifying.verify_contacts(contacts=contacts, how=reason, by=by, now=now)
        else:
            verifying.forget_verification(contacts=contacts)
    _supersede(correction, by=by, now=now)


@recorded
@transaction.atomic
def decline(*, correction: Correction, reason: str, by: AbstractBaseUser, now: datetime) -> None:
    _decide(correction, CorrectionState.DECLINED, reason=reason, by=by, now=now)


def _decide(correction: Correction, state: str, *, reason: str, by: AbstractBaseUser, now: datetime) -> None:
    said = reason_of(reason, ask="Say how you checked it, or why you decide so.")
    decided = {"state": state, "reason": said, "decided_by": by, "decided_at": now}
    # Of two people who decide at once, one changes the row and the other is told.
    claimed = Correction.objects.filter(pk=correction.pk, state__in=CORRECTION_MOVES.before(state))
    if not claimed.update(**decided):
        raise Refused("Somebody has decided about this correction already.")
    # Read afresh: what is replaced is what stands there now, not when the list was opened.
    correction.refresh_from_db()


def _write_contact(correction: Correction) -> int:
    """Put the address into its contact, or into a new one behind the others; return its primary key."""
    if correction.contact_id:
        Contact.objects.filter(pk=correction.contact_id).update(**correction.proposed)
        return correction.contact_id
    target = correction.target
    others = Contact.objects.filter(target=target, channel=correction.about).values_list(
        "position", flat=True
    )
    country = country_name(target.host_country, "en") if correction.about == Correction.About.POST else ""
    correction.contact = Contact.objects.create(
        target=target,
        channel=correction.about,
        position=max(others, default=0) + 1,
        country_name=country,
        **correction.proposed,
    )
    correction.save(update_fields=["contact"])
    return correction.contact.pk


def _supersede(accepted: Correction, *, by: AbstractBaseUser, now: datetime) -> None:
    """Others that would overwrite what was just accepted were written before it was known."""
    same = Correction.objects.open().filter(
        target=accepted.target_id, about=accepted.about, contact=accepted.contact_id
    )
    if accepted.about == Correction.About.OFFICE:
        same = same.filter(pk__in=[one.pk for one in same if one.proposed.keys() & accepted.proposed.keys()])
    reason = f"Another correction of the same was accepted: number {accepted.pk}."
    same.update(state=CorrectionState.SUPERSEDED, reason=reason, decided_by=by, decided_at=now)


def _refuse_doubles(correction: Correction) -> None:
    email = correction.proposed.get("email")
    others = Contact.objects.filter(target=correction.target_id)
    if correction.contact_id:
        others = others.exclude(pk=correction.contact_id)
    if email and others.filter(email__iexact=email).exists():
        raise Refused(_("This office has this mail address already."), field="email")


def _digest(correction: Correction) -> str:
    """Of what would change, not of how somebody knows it. SHA-256 in hexadecimal."""
    what: list[Any] = [correction.target_id, correction.about, correction.contact_id, correction.proposed]
    return hashlib.sha256(json.dumps(what, sort_keys=True).encode()).hexdigest()


def _refuse_what_no_window_shows(correction: Correction) -> None:
    if correction.about == Correction.About.POST:
        proposed = Contact(target=correction.target, channel=correction.about, **correction.proposed)
        if reason := proposed.why_no_window_shows_it():
            raise Refused(reason, field="address_lines")
