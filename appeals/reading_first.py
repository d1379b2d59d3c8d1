"""When a person has to read a letter before it leaves. It counts meanwhile; an untouched letter never waits for its words."""

from appeals import vetting
from appeals.models import Appeal, Signature

OWN_WORDS = "The signer added words of their own."
Moderation = Signature.Moderation


def columns(signature: Signature, *, was: Signature | None = None) -> dict[str, object]:
    """The state of reading for the letter as it is now: for the update that confirms or edits it.

    `was`: the signature before the edit.
    """
    reasons = [*_doubts(was or signature), *_about_the_words(signature)]
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
    if was.moderation == Moderation.NONE:
        return was.moderation_reasons.splitlines()
    about_the_words = {OWN_WORDS, *_about_the_words(was)}
    return [reason for reason in was.moderation_reasons.splitlines() if reason not in about_the_words]


def _about_the_words(signature: Signature) -> list[str]:
    if not signature.own_words:
        return []
    found = vetting.reasons(signature.own_words, signature.appeal)
    waits_anyway = signature.appeal.edited_texts == Appeal.EditedTexts.WAIT
    return found or ([OWN_WORDS] if waits_anyway else [])
