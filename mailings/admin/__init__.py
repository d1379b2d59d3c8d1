from mailings.admin.mailing import MailingAdmin

__all__ = ["MailingAdmin"]
