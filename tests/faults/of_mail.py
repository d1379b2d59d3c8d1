"""Faults of the mail server and of the workers that talk to it. Each takes the house and a size, and gives a verdict."""

import random
import signal
import time
from datetime import timedelta

from django.utils import timezone

from outbox.recovering import recover
from tests.faults.house import House
from tests.faults.verdict import Post, Verdict

BOTH = ("letter", "mailing")


def deferred(house: House, n: int) -> Verdict:
    """451 to the first three tries of each message."""
    house.mood("defer 3")
    post = Post(house, "smtp-451", n, BOTH)
    verdict = post.settle()
    verdict.more = {"deferred": post.tries("deferred")}
    return verdict


def refused(house: House, n: int) -> Verdict:
    """550 to one office, and to nobody else: never tried again, and nobody waits for it."""
    house.mood("refuse amara0.letter@")
    post = Post(house, "smtp-550", n, BOTH)
    verdict = post.settle()
    verdict.more = {"tries_of_refused": post.tries("refused")}
    return verdict


def silence(house: House, n: int) -> Verdict:
    """To two messages no answer after the text; one of them was taken."""
    return _spoilt(house, n, "silence")


def drop(house: House, n: int) -> Verdict:
    """The same, hanging up."""
    return _spoilt(house, n, "drop")


def _spoilt(house: House, n: int, mood: str) -> Verdict:
    house.mood(f"{mood} 2")
    post = Post(house, f"smtp-{mood}", n)
    post.is_over()
    letters = post.settle()
    house.mood(f"{mood} 2 ")
    mailing = Post(house, f"smtp-{mood}-mailing", n, ("mailing",)).settle()
    letters.n += mailing.n
    letters.lost += mailing.lost
    letters.strangers += mailing.strangers
    letters.more = {"repeated_mailings": mailing.repeated, "held_mailings": mailing.held}
    return letters


def drip(house: House, n: int) -> Verdict:
    """Every answer comes letter by letter."""
    house.mood("drip 0.01")
    return Post(house, "smtp-drip", n, BOTH).settle()


def down(house: House, n: int, *, seconds: float = 2.0) -> Verdict:
    """The mail server is killed and away; then it is there again."""
    post = Post(house, "smtp-down", n, BOTH)
    post.wait_for(n // 2)
    house.kill(house.server)
    time.sleep(seconds)
    house.server = house.mail_server()
    post.is_over()
    return post.settle()


def killed(
    house: House, n: int, *, kills: int, seed: int, stream: str = "letter", by_the_log: bool = False
) -> Verdict:
    """kill -9 of one of two workers, so many times, at moments that `seed` chooses; another one is started each time."""
    dice = random.Random(seed)
    post = Post(house, f"kill-{stream}", n, (stream,))
    for kill in range(kills):
        post.wait_for((kill + 1) * n // (kills + 2))
        time.sleep(dice.uniform(0, 0.05))
        victim = dice.choice(house.workers)
        house.kill(victim)
        house.workers[house.workers.index(victim)] = house.worker()
        post.is_over()
    verdict = post.settle(by_the_log=by_the_log)
    verdict.more = {"kills": kills, "seed": seed}
    return verdict


def frozen(house: House, n: int) -> Verdict:
    """A worker with a letter in hand is stopped, loses its lease, and wakes when a person has decided."""
    post = Post(house, "frozen", n)
    sleeper = house.worker_with_a_letter_in_hand()
    sleeper.send_signal(signal.SIGSTOP)
    post.is_over()
    verdict = post.settle(by_the_log=False)
    sleeper.send_signal(signal.SIGCONT)
    # What it had in hand it may still hand over, and no more than that.
    post.wait_until_quiet()
    after = post.settle(by_the_log=False)
    after.seconds, after.held = verdict.seconds, verdict.held
    return after


def clock(house: House, n: int) -> Verdict:
    """The clock of one of two workers is an hour ahead, then an hour behind, then right; a machine whose clock is ahead
    tidies up behind workers that are alive, whose leases are over by that clock. A third of the mails for each clock:
    two workers may be through with all of them before the next.
    """
    post = Post(house, "clock", 0)
    for hours in (1, -1, 0):
        house.clock.write_text(str(hours * 3600))
        before = len(post.arrived())
        post.more(n // 3)
        post.wait_for(before + n // 15)
        recover(now=timezone.now() + timedelta(hours=1))
    post.is_over()
    return post.settle()
