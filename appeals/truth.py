"""Whether what an appeal says may still be sent: the part of promise 1 that this room knows.

Asked when a letter is enqueued and again when it leaves, for many appeals in a constant number of queries.
"""

from collections.abc import Collection
from datetime import datetime

from appeals import wording
from appeals.models import Appeal, AppealText
from campaigns import publishing, status
from campaigns.states import CaseState
from kit.languages import LETTER_LANGUAGES


def may_not_act(appeal_ids: Collection[int], now: datetime) -> dict[int, dict[str, str]]:
    """Return {appeal id: {language: reason}} for what must not leave; the language "*" stands for all of them."""
    appeals = Appeal.objects.filter(pk__in=appeal_ids).select_related("case").in_bulk()
    demands = wording.demands_in(appeals.values())
    cases = {appeal.case_id for appeal in appeals.values()}
    held = status.held_cases(cases)
    unsourced = publishing.missing_claims_of(cases)
    reasons: dict[int, dict[str, str]] = {pk: {} for pk in appeal_ids}
    for pk in appeal_ids:
        appeal = appeals.get(pk)
        if appeal is None:
            reasons[pk]["*"] = "The appeal is gone."
        elif appeal.state != Appeal.State.OPEN:
            reasons[pk]["*"] = f"The appeal is {appeal.get_state_display().lower()}."
        elif appeal.act_before and appeal.act_before <= now:
            reasons[pk]["*"] = "The act-before date has passed."
        elif held.get(appeal.case_id):
            reasons[pk]["*"] = held[appeal.case_id]
        elif appeal.case.state != CaseState.PUBLISHED:
            reasons[pk]["*"] = "The case is not published."
        elif appeal.case_id in unsourced:
            reasons[pk]["*"] = "A claim of the case is not sourced or not reviewed."
    approved: dict[int, set[str]] = {pk: set() for pk in appeal_ids}
    for text in (
        AppealText.objects.filter(appeal__in=appeals).select_related("appeal").prefetch_related("bricks")
    ):
        if wording.is_approved(text, demands[text.appeal_id]):
            approved[text.appeal_id].add(text.language)
    for pk, languages in approved.items():
        # Also where the text is gone altogether: what nobody approves may not leave.
        for language in set(LETTER_LANGUAGES) - languages:
            reasons[pk][language] = "The text in this language is not approved as it stands now."
    return {pk: found for pk, found in reasons.items() if found}
