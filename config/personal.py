"""What Django's own tables keep, which is about the staff alone (kit/personal.py)."""

from datetime import datetime, timedelta

from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.contrib.sessions.models import Session
from django.db.models import Q, QuerySet

from kit.personal import STAFF, SUPPORTER, Kept, Person, declare, spellings

HISTORY = timedelta(days=3 * 365)


def _old(now: datetime) -> QuerySet:
    return LogEntry.objects.filter(action_time__lt=now - HISTORY)


def _naming(person: Person) -> QuerySet:
    """What staff typed may name somebody. JSON writes other letters than ASCII as escapes."""
    found = Q()
    for word in {spelling for name in person.words for spelling in spellings(name)}:
        found |= Q(object_repr__icontains=word) | Q(change_message__icontains=word)
    return LogEntry.objects.filter(found) if found else LogEntry.objects.none()


declare(
    User,
    Kept("username first_name last_name email password", whose=STAFF, until="as long as the account"),
)
declare(
    LogEntry,
    Kept("user object_repr change_message", whose=STAFF, until="3 years", over=_old, whole_row=True),
    Kept(
        "object_repr change_message",
        whose=SUPPORTER,
        until="a name or an address in it goes at an erasure",
        of=_naming,
        quotes=True,
    ),
    plain="object_id",
)
declare(
    Session,
    Kept(
        "session_data",
        whose=STAFF,
        until="two weeks after the last log-in",
        over=lambda now: Session.objects.filter(expire_date__lt=now),
        whole_row=True,
    ),
)
declare(Group, plain="name")
declare(Permission, plain="name codename")
declare(ContentType, plain="app_label model")
