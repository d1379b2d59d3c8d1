"""`./outcry demo`: the whole of Outcry on this machine, with invented staff and mail that goes nowhere."""

import os
from argparse import ArgumentParser

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from demo import addresses, environment, first_start, refusals
from demo.supervisor import Failed, Supervisor


class Command(BaseCommand):
    help = "Start the demonstration: web, worker, scheduler, broker and mailbox, with one address and one log-in."
    requires_system_checks: list = []  # demo/refusals.py asks them and answers in one sentence

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--port", type=int, help="serve on this port; without it 8000, or a free one where 8000 is taken"
        )
        parser.add_argument("--host", default=addresses.HOST, help="only this machine's own address is taken")
        parser.add_argument(
            "--check",
            action="store_true",
            help="walk through a demonstration of its own, print each step, end",
        )

    def handle(self, *, port: int | None, host: str, check: bool, **options: object) -> None:
        if not settings.OUTCRY_DEMO:
            raise CommandError(
                "OUTCRY_DEMO is off in this environment: start the demonstration with ./outcry demo."
            )
        if check:
            from demo import walk

            raise SystemExit(walk.main(say=self._say))
        given = {
            name: os.environ[name]
            for name in ("DATABASE_URL", "REDIS_URL", "EMAIL_URL")
            if os.environ.get(name)
        }
        # Held until this process ends, however it ends.
        lock = refusals.lock(settings.OUTCRY_DEMO_DIR)
        if lock is None:
            where = addresses.read(settings.OUTCRY_DEMO_DIR).get("OUTCRY_URL", "")
            raise CommandError(
                f"The demonstration is running already {where}: stop it with Ctrl-C there, then start this one."
            )
        for reason in refusals.reasons(host=host, port=port, given=set(given)):
            raise CommandError(reason)
        if not first_start.is_done():
            for reason in refusals.reasons_in_code():
                raise CommandError(reason)
            self._say("Filling the database; this happens once.")
            first_start.fill(now=timezone.now())
        supervisor = Supervisor(
            folder=settings.OUTCRY_DEMO_DIR, port=port or self._port(), given=given, say=self._say
        )
        try:
            supervisor.start()
            if not supervisor.asked_to_stop:
                self._announce(supervisor.values["OUTCRY_URL"], given)
            supervisor.follow()
        except Failed as error:
            raise CommandError(str(error)) from error
        finally:
            supervisor.stop()
        self._say("Stopped; nothing is left running.")

    def _port(self) -> int:
        if addresses.is_free(addresses.WANTED_PORT):
            return addresses.WANTED_PORT
        (port,) = addresses.free_ports(1)
        self._say(f"Port {addresses.WANTED_PORT} is in use; using {port}.")
        return port

    def _announce(self, url: str, given: dict[str, str]) -> None:
        self._say("")
        self._say(f"  Outcry is at   {url}/")
        self._say(f"  its mail at    {given.get('EMAIL_URL') or url + '/mail/'}")
        self._say(
            f"  its desk at    {url}/admin/   name: {environment.LOGIN_NAME}   password: {environment.password(settings.OUTCRY_DEMO_DIR)}"
        )
        self._say("")
        self._say("  Demonstration: nothing leaves this machine. Ctrl-C stops it.")

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()
