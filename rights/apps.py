from django.apps import AppConfig


class RightsConfig(AppConfig):
    name = "rights"
    verbose_name = "Forget: receipts and retention"

    def ready(self) -> None:
        from rights import mail

        mail.register_kind()
