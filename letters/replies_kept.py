"""Whose answers of offices are, and until when they are kept (letters/personal.py).

An answer to one letter is its signer's. One to several, or to all letters to an office, may name others too: it goes when it names
somebody who is erased, and is in nobody's download.
"""

from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet

from appeals.personal import signatures_over
from kit.personal import Person
from letters.forwarding import words_of
from letters.models import Letter, Reply

ALSO = Reply.also.through.objects


def to_one(letters: QuerySet) -> QuerySet:
    return Reply.objects.filter(answers_all=False, letter__in=letters).exclude(pk__in=ALSO.values("reply"))


def to_several_over(now: datetime) -> QuerySet:
    """Those of which every letter that they answer is over."""
    kept = Letter.objects.exclude(signature__in=signatures_over(now))
    same = kept.filter(appeal=OuterRef("appeal"), target=OuterRef("letter__target"))
    several = Q(pk__in=ALSO.values("reply")) & ~Q(letter__in=kept)
    several &= ~Q(pk__in=ALSO.filter(letter__in=kept).values("reply"))
    return Reply.objects.filter((Q(answers_all=False) & several) | (Q(answers_all=True) & ~Exists(same)))


def to_several_naming(person: Person) -> QuerySet:
    """Those that answer a letter of theirs among others, and what answers all letters to an office if it says their name.

    It is sealed, and opened to look: there are few. A PDF or a picture cannot be read here, and is filed with letters if it names
    somebody.
    """
    own = Letter.objects.filter(signature__supporter=person.pk)
    named = ALSO.filter(letter__in=own).values("reply")
    several = Q(pk__in=named) | Q(pk__in=ALSO.values("reply"), letter__in=own)
    offices = own.filter(appeal=OuterRef("appeal"), target=OuterRef("letter__target"))
    sought = [word.casefold() for word in person.words]
    saying = [
        reply.pk
        for reply in Reply.objects.filter(Exists(offices), answers_all=True)
        if any(word in words_of(reply).casefold() for word in sought)
    ]
    return Reply.objects.filter(Q(answers_all=False) & several | Q(pk__in=saying))
