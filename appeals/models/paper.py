from appeals.models.signature import Signature, SignatureQuerySet


class PaperSignature(Signature):
    """A signature on paper, as the desk keys it in (appeals/keying.py): the same row, other doors."""

    objects = SignatureQuerySet.as_manager()

    class Meta:
        proxy = True
        default_permissions = ()  # one right: appeals.key_in_signature
        verbose_name = "signature on paper"
        verbose_name_plural = "signatures on paper"
