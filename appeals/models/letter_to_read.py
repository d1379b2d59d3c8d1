from appeals.models.signature import Signature, SignatureQuerySet


class LetterToRead(Signature):
    """A signature that waits for a person: its letter has own words, or nobody's browser calculated in a flood."""

    objects = SignatureQuerySet.as_manager()

    class Meta:
        proxy = True
        default_permissions = ()  # one right: appeals.moderate_signature
        verbose_name = "letter to read"
        verbose_name_plural = "letters to read"
