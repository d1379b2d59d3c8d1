"""The signer's own copy of their letter on paper: the very PDF that leaves, or the same made from what was agreed to."""

from appeals.models import Signature
from letters.models import LetterPdf
from letters.rendering import render


def pdf_of(signature: Signature) -> bytes | None:
    """None where there is no letter to hand out. Raises RenderError and PressMissing (letters/rendering.py).

    What is stored is not made again, so that nobody can keep the press busy with a link of theirs.
    """
    if signature.state != Signature.State.CONFIRMED or not signature.may_be_read:
        return None
    kept = LetterPdf.objects.filter(
        letter__signature=signature, letter__reference=signature.reference
    ).first()
    return kept.content if kept else render(signature.agreed).pdf
