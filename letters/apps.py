from django.apps import AppConfig


class LettersConfig(AppConfig):
    name = "letters"

    def ready(self) -> None:
        from letters import collective_mail, follow_up_mail, forwarding, mail, test_mode

        forwarding.register_kind()
        mail.register_kind()
        collective_mail.register_kind()
        follow_up_mail.register_kind()
        test_mode.register_kind()
