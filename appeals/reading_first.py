"""When a person has to read a letter before it leaves. It counts meanwhile; an untouched text never waits."""

from appeals import vetting
from appeals.models import Appeal, Signature

OWN_WORDS = "The signer added words of their own."
Moderation = Signature.Moderation


def at_confirmation(signature: Signature) -> dict[str, object]:
    """For the update that confirms: somebody who passed the act before its mail was sent has answered the doubts about it."""
    passed = signature.moderation == Moderation.PASSED
    doubts = [] if passed else signature.moderation_reasons.splitlines()
    return _columns([*doubts, *_about(signature, signature.name, signature.town, signature.own_words)])


def after_edit(was: Signature, *, name: str, town: str, own_words: str) -> dict[str, object]:
    """For the update that edits: what stays as it was keeps what was decided about it."""
    is_same_name = (name, town) == (was.name, was.town)
    names = {*vetting.reasons_about_a_name(name, town), *vetting.reasons_about_a_name(was.name, was.town)}
    if own_words == was.own_words and (is_same_name or not names):
        return {}
    before = _about(was, was.name, was.town, was.own_words)
    return _columns([*_doubts(was, before), *_about(was, name, town, own_words)])


def _columns(reasons: list[str]) -> dict[str, object]:
    return {
        "moderation": Moderation.WAITING if reasons else Moderation.NONE,
        "moderation_reasons": "\n".join(reasons),
        "moderated_by": None,
        "moderated_at": None,
        "refused_because": "",
    }


def _doubts(was: Signature, about_what_was_typed: list[str]) -> list[str]:
    """Noted about the act when it was signed. No edit answers them; a person who passed the letter has."""
    if was.moderation == Moderation.PASSED:
        return []
    answered = {OWN_WORDS, *about_what_was_typed}
    return [reason for reason in was.moderation_reasons.splitlines() if reason not in answered]


def _about(signature: Signature, name: str, town: str, own_words: str) -> list[str]:
    found = vetting.reasons_about_a_name(name, town)
    if own_words:
        waits_anyway = signature.appeal.edited_texts == Appeal.EditedTexts.WAIT
        found += vetting.reasons(own_words, signature.appeal) or ([OWN_WORDS] if waits_anyway else [])
    return found
