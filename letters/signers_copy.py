"""The signer's own copy of their letter on paper: the very PDF that leaves, or the same made from what was agreed to."""

from appeals.models import Signature
from letters.models import LetterPdf
from letters.paper import again, make


def pdf_of(signature: Signature) -> bytes | None:
    """None where there is no letter to hand out. Raises RenderError and PressMissing (letters/rendering.py).

    What is stored is not made again, so that nobody can keep the press busy with a link of theirs.
    """
    if signature.state != Signature.State.CONFIRMED or not signature.may_be_read:
        return None
    kept = LetterPdf.objects.filter(
        letter__signature=signature, letter__reference=signature.reference
    ).first()
    return (again(kept) if kept else make(signature.agreed)).pdf
