"""Publish the seeded cases and open the demonstration's appeal, through the verbs that staff use, as two invented people.

Bela edits, Dana approves. Contacts count as verified for the demonstration only: production never
uses them (campaigns/models/contact_querysets.py). Every step may be repeated and changes nothing the second time.
"""

import contextlib
from datetime import datetime

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser, Group
from django.db import transaction

from appeals import approving, publishing
from appeals.models import Appeal, AppealText
from campaigns import publishing as cases
from campaigns import reviewing, verifying
from campaigns.models import Case, Contact
from campaigns.states import CaseState
from kit.refusals import Refused
from seeds import drafting

CASE = "elshibayev"
COPIES_TO = "copies@campaign.example"
HOW = "Invented: verified for the demonstration only, whose mail never leaves this machine."


def prepare(*, now: datetime) -> None:
    bela, dana = staff("bela", "Bela", role="editor"), staff("dana", "Dana", role="approver")
    case = Case.objects.select_related("campaign").get(key=CASE)
    if not case.campaign.copy_email:
        case.campaign.copy_email = COPIES_TO
        case.campaign.save(update_fields=["copy_email"])
    publish_cases(by=dana, now=now)
    case.refresh_from_db()
    embassies = Contact.objects.filter(
        target__represents=case.country, target__kind="embassy", verified_on=None
    )
    verifying.verify_contacts(contacts=embassies, how=HOW, by=dana, now=now, for_demonstration=True)
    appeal = drafting.draft(name=CASE, by=bela, now=now)
    for text in appeal.texts.filter(state=AppealText.State.DRAFT):
        approving.submit(text=text, by=bela, now=now)
    for text in appeal.texts.filter(state=AppealText.State.IN_REVIEW):
        approving.approve(text=text, by=dana, now=now)
    if appeal.state == Appeal.State.DRAFT:
        publishing.note_simulated(appeal=appeal, by=dana, now=now)
        publishing.open_appeal(appeal=appeal, by=bela, now=now)


@transaction.atomic  # one write to the disk, however many cases
def publish_cases(*, by: AbstractBaseUser, now: datetime) -> None:
    """Publish every seeded case that can be; one that lacks a source stays a draft, as it would at a real desk."""
    drafts = list(Case.objects.filter(state=CaseState.DRAFT).order_by("pk"))
    for case in drafts:
        reviewing.review_case(case=case, by=by, now=now)
    # Afterwards, because a call of one case may list demands of another.
    for case in drafts:
        with contextlib.suppress(Refused):
            cases.publish(case=case, by=by, now=now)


def staff(username: str, name: str, *, role: str) -> AbstractBaseUser:
    """A member of staff who exists to have written and approved; nobody can log in as them."""
    users = get_user_model().objects
    user = users.filter(username=username).first()
    user = user or users.create_user(username, first_name=name, is_staff=True, password=None)
    user.groups.add(Group.objects.get(name=role))
    return user
