"""What the page of an appeal tells: the story, the letter and who gets it, how far it has come, what happened since."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from appeals import goals, news, previewing
from appeals.models import Appeal, AppealText
from appeals.outcome import Outcome, outcome
from appeals.previewing import Wordings
from appeals.recent import recent
from appeals.showing import Shown
from campaigns import safety
from campaigns.routing import Route
from campaigns.states import CallState


@dataclass(frozen=True)
class Progress:
    """How many have signed, and the next step (appeals/goals.py)."""

    signatures: int
    goal: int


@dataclass(frozen=True)
class Addressed:
    """The letter on the page. Without a route nobody has chosen a country yet, or no office answers for it."""

    country: str
    route: Route | None
    agreed: dict[str, Any]

    @property
    def is_nowhere(self) -> bool:
        return bool(self.country) and self.route is None


def progress(appeal: Appeal) -> Progress | None:
    """None while the count is too small to be shown (Appeal.display_threshold). No query: the tally is a row."""
    signatures = appeal.tally.signatures
    if signatures < appeal.display_threshold:
        return None
    return Progress(signatures, goals.goal(signatures))


def addressed(
    *, appeal: Appeal, wordings: Wordings, text: AppealText, country: str, now: datetime, **added: Any
) -> Addressed:
    """Four queries with a country, none without. `added`: own_words and bricks."""
    letter = (
        previewing.for_country(appeal=appeal, wordings=wordings, country=country, day=now.date(), **added)
        if country
        else None
    )
    if letter:
        return Addressed(country, letter.route, letter.agreed)
    blank = previewing.unaddressed(wordings=wordings, text=text, represents=appeal.represents, **added)
    return Addressed(country, None, blank)


def told(
    *,
    appeal: Appeal,
    language: str,
    country: str,
    own_words: str = "",
    bricks: Collection[int] = (),
    now: datetime,
) -> dict[str, Any] | None:
    """The page but for its form; None when no text is approved as it stands. A constant number of queries.

    `own_words` and `bricks`: what is being typed and ticked, shown where it will stand.
    """
    wordings = previewing.approved_wordings(appeal)
    text = wordings.best(language)
    if text is None:
        return None
    held: Outcome | None = outcome(appeal.case)
    takes_signatures = appeal.takes_signatures(now) and not held
    since = [one for one in news.since([Shown(appeal, text, wordings)]) if one.words and one.when]
    return {
        "appeal": appeal,
        "text": text,
        "demands": wordings.demands[text.language],
        "letter": addressed(
            appeal=appeal,
            wordings=wordings,
            text=text,
            country=country if takes_signatures else "",
            now=now,
            own_words=own_words,
            bricks=bricks,
        ),
        "outcome": held,
        "takes_signatures": takes_signatures,
        "act_before_passed": bool(appeal.act_before and appeal.act_before <= now),
        "tally": appeal.tally,
        "progress": progress(appeal),
        "signers": recent(appeal, now=now),
        "since": [one for one in since if not one.key.endswith("/end")],
        "sources": safety.sources_shown(appeal.case),
        "is_unverified": appeal.calls.filter(state=CallState.STANDING_UNVERIFIED).exists(),
    }
