from config.celery import TIMETABLE, app


def test_every_tick_rings_a_task_that_exists():
    app.loader.import_default_modules()

    assert {task for task, _ in TIMETABLE.values()} <= set(app.tasks)


def test_a_tick_that_nobody_heard_is_dropped():
    # Left in the broker, ticks would pile up behind a worker that is down and all run at once.
    assert {name: entry["options"]["expires"] for name, entry in app.conf.beat_schedule.items()} == {
        name: seconds * 2 for name, (_, seconds) in TIMETABLE.items()
    }


def test_no_task_keeps_a_result():
    assert app.conf.task_ignore_result is True
    assert app.conf.result_backend is None
