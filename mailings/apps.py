from django.apps import AppConfig


class MailingsConfig(AppConfig):
    name = "mailings"
    verbose_name = "Tell: mailings"

    def ready(self) -> None:
        from mailings import mail, trying_out

        mail.register_kind()
        trying_out.register_kind()
