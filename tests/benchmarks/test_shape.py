"""Every benchmark runs to its end with tiny numbers and says what it promises. No figure is asserted."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.peers import is_installed

ROOT = Path(__file__).resolve().parents[2]
ALWAYS = {"bench", "peer", "unit", "ours", "theirs", "ratio", "n", "rounds", "machine", "commit"}
FAULTS = {"lost", "doubled", "left", "not_queued", "mailed_twice", "refused", "broken"}
QUEUE_FAULTS = {"lost", "doubled", "left"}
SENDING = {"cpu_ms", "their_cpu_ms", "bytes_per_mail", "database", "relay", "workers", *QUEUE_FAULTS}
LETTERS = {
    "bytes_per_letter",
    "their_bytes_per_letter",
    "peak_rss_mb",
    "their_peak_rss_mb",
    "compile_renders",
}
TIERS = {"stamp_percent", "flow_percent", "press_percent", "new_shells", "shells"}
PIPELINE = {
    "cpu_ms",
    "their_cpu_ms",
    "database_cpu_ms",
    "letters_per_second_of_one_core",
    "lost",
    "database",
    "tiers",
}
SIGNING = {"p50_ms", "p99_ms", "their_p50_ms", "their_p99_ms", "statements", "database"}
CROWD = {"p50_ms", "max_ms", "cpu_seconds", "their_cpu_seconds", "processes", "database", "refused"}
# group: {bench: (unit, what it needs besides, peers)}
PROMISED = {
    "letters": {
        "letters.single": ("cpu_ms", LETTERS | TIERS, ["weasyprint-naive", "typst", "chromium"]),
        "letters.again": ("cpu_ms", {*LETTERS, "making_cpu_ms"}, ["weasyprint-naive", "typst", "chromium"]),
        "letters.merged": ("cpu_ms", {*LETTERS, "making_cpu_ms"}, ["weasyprint-naive", "typst", "chromium"]),
        "letters.edited": ("cpu_ms", LETTERS | TIERS, ["weasyprint-warm"]),
        "letters.process": ("peak_rss_mb", {"import_ms", "cpu_ms"}, ["weasyprint-naive"]),
        "letters.pipeline": ("letters_per_second", PIPELINE, ["task-per-letter"]),
        "letters.tiers": (
            "quick_percent",
            {"stamp_percent", "press_percent", "refused_percent", "languages", "shells", "fell_out"},
            ["as-typed"],
        ),
    },
    "batch": {
        "batch.print": (
            "letters_per_second",
            {"seconds", "cpu_ms", "peak_rss_mb", "bytes_per_letter", "checkpoints", "checkpoint_ms"},
            ["pypdf"],
        ),
    },
    "handover": {
        "handover.rows": (
            "cpu_ms",
            {"seconds", "bytes_per_row", "peak_rss_mb", "press_rss_mb", "pressed", "their_n"},
            ["weasyprint-naive"],
        ),
    },
    "outbox": {
        **{
            name: (
                "messages_per_second",
                SENDING,
                [
                    "django-post_office",
                    "django-post_office-one-batch",
                    "django-post_office-celery",
                    "task-per-mail",
                    "smtplib",
                ],
            )
            for name in ("outbox.window1", "outbox.window20")
        },
        **{
            name: (
                "messages_per_second",
                {"statements", "their_statements", "database"},
                ["django-post_office", "task-per-mail"],
            )
            for name in ("outbox.enqueue", "outbox.enqueue-rows")
        },
        "outbox.drain-full": (
            "messages_per_second",
            {"rows", "filling_seconds", "lost", "doubled", "left", "database", "workers"},
            ["empty"],
        ),
    },
    "mailings": {
        "mailings.audience": (
            "messages_per_second",
            {
                "statements",
                "their_statements",
                "check_statements",
                "growth_mb",
                "lost",
                "their_n",
                "database",
            },
            ["orm-row-by-row"],
        ),
    },
    "signing": {
        "signing.page": ("cpu_ms", SIGNING, ["static-file"]),
        "signing.post": ("cpu_ms", SIGNING, ["plain-django-form"]),
        "signing.load": (
            "p99_ms",
            {*CROWD, *FAULTS - {"left"}, "their_lost", "signed_per_second", "clients"},
            ["plain-django-form"],
        ),
        "signing.million": (
            "cpu_ms",
            {"rows", "page_statements", "page_p99_ms", "post_statements", "post_p99_ms", "database"},
            ["no-signatures"],
        ),
    },
    "desk": {
        "desk.dashboard": (
            "cpu_ms",
            {"own_cpu_ms", "statements", "all_days_cpu_ms", "today_cpu_ms", "readings_cpu_ms", "database"},
            ["counting-on-the-page"],
        ),
    },
    "pages": {
        "pages.concurrent": (
            "p99_ms",
            {*CROWD, "readers", "times_as_long", "requests_per_second", "page_bytes"},
            ["static-file"],
        ),
    },
}
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="benchmarks read /proc"),
]


@pytest.mark.parametrize("group", PROMISED)
def test_a_benchmark_says_what_it_promises(group, broker_url):
    # SQLite in the lane without a server: starting one for each group would take longer than all the rest.
    database = os.environ.get("DATABASE_URL") or "sqlite:"
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", group],
        cwd=ROOT,
        env={**os.environ, "BENCH_N": "1", "BENCH_ROUNDS": "1", "DATABASE_URL": database},
        capture_output=True,
        text=True,
        timeout=300,
    )

    assert done.returncode == 0, done.stderr[-3000:]
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [(line["bench"], line["peer"]) for line in lines] == [
        (bench, peer)
        for bench, (_, _, peers) in PROMISED[group].items()
        for peer in peers
        if is_installed(peer)
    ]
    for line in lines:
        unit, besides, _ = PROMISED[group][line["bench"]]
        assert line["unit"] == unit
        assert ALWAYS | besides <= line.keys()
        assert line["ours"] > 0
        assert line["theirs"] > 0
        for statements in (line.get("page_statements", {}), line.get("post_statements", {})):
            assert len(set(statements.values())) <= 1, statements
        assert [line[fault] for fault in FAULTS & line.keys()] == [0] * len(FAULTS & line.keys())
