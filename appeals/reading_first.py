"""When a person has to read a letter before it leaves. It counts meanwhile; an untouched letter never waits for its words."""

from appeals import vetting
from appeals.models import Appeal, Signature

OWN_WORDS = "The signer added words of their own."
Moderation = Signature.Moderation


def at_confirmation(signature: Signature) -> dict[str, object]:
    """For the update that confirms: somebody who passed the act before its mail was sent has answered the doubts about it."""
    passed = signature.moderation == Moderation.PASSED
    doubts = [] if passed else signature.moderation_reasons.splitlines()
    return _columns([*doubts, *_about(signature.own_words, signature.appeal)])


def after_edit(was: Signature, own_words: str) -> dict[str, object]:
    """For the update that edits: words that stay keep what was decided about them."""
    if own_words == was.own_words:
        return {}
    return _columns([*_doubts(was), *_about(own_words, was.appeal)])


def _columns(reasons: list[str]) -> dict[str, object]:
    return {
        "moderation": Moderation.WAITING if reasons else Moderation.NONE,
        "moderation_reasons": "\n".join(reasons),
        "moderated_by": None,
        "moderated_at": None,
        "refused_because": "",
    }


def _doubts(was: Signature) -> list[str]:
    """Noted about the act when it was signed. No edit of the words answers them; a person who passed the letter has."""
    if was.moderation == Moderation.PASSED:
        return []
    about_the_words = {OWN_WORDS, *_about(was.own_words, was.appeal)}
    return [reason for reason in was.moderation_reasons.splitlines() if reason not in about_the_words]


def _about(own_words: str, appeal: Appeal) -> list[str]:
    if not own_words:
        return []
    waits_anyway = appeal.edited_texts == Appeal.EditedTexts.WAIT
    return vetting.reasons(own_words, appeal) or ([OWN_WORDS] if waits_anyway else [])
