from django.apps import AppConfig


class AppealsConfig(AppConfig):
    name = "appeals"
    verbose_name = "Ask: appeals"

    def ready(self) -> None:
        from appeals import mail

        mail.register_kinds()
