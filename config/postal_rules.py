"""Which settings of the postal provider go together: trials on a trial installation, real letters on a public one, none from the demonstration."""

from django.core.exceptions import ImproperlyConfigured

PROVIDERS = {"folder", "pingen"}


def refuse_wrong_post(
    *, provider: str, credentials: tuple[str, ...], is_trial: bool, is_demo: bool, is_public: bool
) -> None:
    if provider and provider not in PROVIDERS:
        raise ImproperlyConfigured(
            f"OUTCRY_POSTAL_PROVIDER must be folder or pingen, but it is {provider!r}."
        )
    if is_demo and provider not in {"", "folder"}:
        raise ImproperlyConfigured(
            "The demonstration hands letters to nobody outside: unset OUTCRY_POSTAL_PROVIDER or set it to folder."
        )
    if provider == "pingen" and not all(credentials):
        raise ImproperlyConfigured(
            "Pingen needs OUTCRY_PINGEN_ORGANISATION, OUTCRY_PINGEN_CLIENT_ID and OUTCRY_PINGEN_CLIENT_SECRET."
        )
    if provider == "pingen" and is_trial and is_public:
        raise ImproperlyConfigured(
            "Pingen's staging prints nothing, and this is a public installation: unset OUTCRY_PINGEN_STAGING, and set the credentials of production."
        )
