from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "letters"

    def ready(self) -> None:
        from letters import mail, test_mode

        mail.register_kind()
        test_mode.register_kind()
