from django.apps import AppConfig


class MailingsConfig(AppConfig):
    name = "mailings"
    verbose_name = "Tell: mailings"

    def ready(self) -> None:
        from mailings.mail import register_kind

        register_kind()
