from supporters.models.consent import Consent
from supporters.models.supporter import Supporter

__all__ = ["Consent", "Supporter"]
