"""Doors for beat and for rings. Each does what stands in rows; a ring that is lost is made good by the next tick."""

from celery import shared_task
from django.utils import timezone

from kit.wake import wake
from letters import (
    cascading,
    clearing,
    climbing,
    collecting,
    counting,
    dispatching,
    freezing,
    handover_making,
    inboxes,
    lateness,
    making,
    parking,
    posting,
    printing,
    scheduling,
    steering,
    switching,
    taking_replies,
    withdrawing,
)
from letters.providers import open_provider

STAMPS_A_RUN = 500  # a worker is free for something else after a second
LETTERS_A_RUN = 50  # ... that WeasyPrint sets: after some


@shared_task(name="letters.freeze")
def freeze(**_: object) -> None:
    now = timezone.now()
    # What signers changed goes first: only then can their letter be made anew.
    withdrawing.cancel_withdrawn(now=now)
    freezing.freeze(now=now)


@shared_task(name="letters.render")
def render(**_: object) -> None:
    if making.make_some(now=timezone.now(), most=STAMPS_A_RUN) == STAMPS_A_RUN:
        wake("letters.render")


# The hard limit ends a worker that no other limit could; its claims run out and its letters are tried again.
@shared_task(name="letters.press", time_limit=1_200)
def press(**_: object) -> None:
    if making.press_some(now=timezone.now(), most=LETTERS_A_RUN) == LETTERS_A_RUN:
        wake("letters.press")


@shared_task(name="letters.dispatch")
def dispatch(**_: object) -> None:
    now = timezone.now()
    lateness.look(now=now)
    withdrawing.cancel_withdrawn(now=now)
    if withdrawing.go_on(now=now):
        wake("letters.render")
    steering.free_forgotten(now=now)
    cascading.follow(now=now)
    parking.release_parked(now=now)
    switching.follow(now=now)
    scheduling.schedule(now=now)
    collecting.collect(now=now)
    dispatching.dispatch_due(now=now)


@shared_task(name="letters.follow_status")
def follow_status(**_: object) -> None:
    cascading.follow(now=timezone.now())


@shared_task(name="letters.count")
def count(**_: object) -> None:
    counting.count_accepted(now=timezone.now())


@shared_task(name="letters.heed")
def heed(**_: object) -> None:
    inboxes.heed(now=timezone.now())


@shared_task(name="letters.take_replies")
def take_replies(**_: object) -> None:
    taking_replies.take_over(now=timezone.now())


@shared_task(name="letters.climb")
def climb(**_: object) -> None:
    climbing.climb(now=timezone.now())


@shared_task(name="letters.print", time_limit=1_200)
def print_batches(**_: object) -> None:
    if printing.carry_on():
        wake("letters.print")


@shared_task(name="letters.sweep_prints")
def sweep_prints(**_: object) -> None:
    clearing.sweep(now=timezone.now())


@shared_task(name="letters.post")
def post(**_: object) -> None:
    provider = open_provider()
    if provider is not None:
        posting.hand_over_due(provider=provider, clock=timezone.now)
        posting.follow(provider=provider, clock=timezone.now)


# One at a time: it takes seconds, and the next tick or ring takes the next one.
@shared_task(name="letters.make_handovers")
def make_handovers(**_: object) -> None:
    if handover_making.make_one(now=timezone.now()):
        wake("letters.make_handovers")
