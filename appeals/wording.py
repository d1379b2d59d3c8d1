"""The exact words of an appeal text, and their digest: what an approver approves.

The digest covers everything that a signer is shown or a target gets and that this appeal decides:
the text with its bricks, the demands in their order and wording, the state addressed and the fallback office. A change of
any of them gives another digest, and the text counts as not approved until somebody approves again. How letters to single
offices begin is approved with the text and kept with it: what the directory says later is used after the next approval.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import orjson
from django.db.models import Q

from appeals.models import Appeal, AppealDemand, AppealText, Brick
from campaigns.models import DemandText, Salutation
from campaigns.states import ReviewState
from kit.languages import LETTER_LANGUAGES

WORDS = ("language", "title", "lead", "story", "subject", "body", "ending", "closing")


def canonical_digest(value: Any) -> str:
    """SHA-256 in hex of JSON with sorted keys and no blanks, in UTF-8 (the form of RFC 8785 for plain strings)."""
    return hashlib.sha256(orjson.dumps(value, option=orjson.OPT_SORT_KEYS)).hexdigest()


def demands_in(appeals: Iterable[Appeal | int]) -> dict[int, dict[str, list[str]]]:
    """Return {appeal id: {language: [wording, …]}}: each demand in order; "" where a language lacks one. Two queries.

    A demand that is held back has no wording in any language, a translation that nobody has read is none: so what was
    approved with them is not approved any more, and neither shown nor sent.
    """
    ids = [appeal if isinstance(appeal, int) else int(appeal.pk) for appeal in appeals]
    rows = list(
        AppealDemand.objects.filter(appeal__in=ids)
        .order_by("appeal", "number")
        .values_list("appeal_id", "demand_id", "demand__text", "demand__held_back")
    )
    words: dict[int, dict[str, str]] = defaultdict(dict)
    for demand_id, language, text in DemandText.objects.filter(
        demand__in={row[1] for row in rows}, review_state=ReviewState.REVIEWED
    ).values_list("demand_id", "language", "text"):
        words[demand_id][language] = text
    found: dict[int, dict[str, list[str]]] = {appeal_id: {} for appeal_id in ids}
    for appeal_id, demand_id, english, held_back in rows:
        spoken = {} if held_back else {"en": english, **words[demand_id]}
        for language in LETTER_LANGUAGES:
            found[appeal_id].setdefault(language, []).append(spoken.get(language, ""))
    return found


def digest(text: AppealText, demands: Mapping[str, list[str]]) -> str:
    """`demands` is the appeal's entry of `demands_in`. The text's appeal must be loaded, for many texts their bricks too."""
    appeal = text.appeal
    # Left out while empty: what was approved before there were slogans and bricks stays approved.
    later = {
        "slogan": text.slogan,
        "bricks": [[brick.number, brick.label, brick.paragraph] for brick in bricks_of(text)],
        "salutations": text.salutations,
    }
    return canonical_digest(
        {
            "appeal": appeal.slug,
            "represents": appeal.represents,
            "fallback": appeal.fallback_id,
            "demands": demands.get(text.language, []),
            **{name: getattr(text, name) for name in WORDS},
            **{name: words for name, words in later.items() if words},
        }
    )


def salutations_for(text: AppealText) -> dict[str, str]:
    """{target id: salutation} as the directory has them now, of all offices that this letter may go to. One query."""
    appeal = text.appeal
    addressed = Q(target__represents=appeal.represents) | Q(target=appeal.fallback_id)
    rows = Salutation.objects.filter(addressed, language=text.language)
    return {str(target): words for target, words in rows.values_list("target_id", "text")}


def bricks_of(text: AppealText) -> list[Brick]:
    """The optional paragraphs that a signer may tick, in order. No query where they were prefetched."""
    return list(text.bricks.all()) if text.pk else []


def is_approved(text: AppealText, demands: Mapping[str, list[str]]) -> bool:
    return text.state == AppealText.State.APPROVED and text.digest == digest(text, demands)


def paragraphs(text: str) -> list[str]:
    """Split at empty lines; a line break inside a paragraph is a blank."""
    return [" ".join(block.split()) for block in text.replace("\r\n", "\n").split("\n\n") if block.strip()]
