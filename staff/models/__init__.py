from staff.models.authenticator_app import AuthenticatorApp
from staff.models.factor_reset import FactorReset
from staff.models.passkey import Passkey
from staff.models.recovery_code import RecoveryCode
from staff.models.session import Session

__all__ = ["AuthenticatorApp", "FactorReset", "Passkey", "RecoveryCode", "Session"]
