"""What the server tells about itself: logs without anybody's words, figures, health, and what time it is."""

import io
import json
import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from propria.kernel.errors import Refused
from propria.kernel.time import instant
from propria.plumbing import health, log
from propria.plumbing.clock import FixedClock, StoryClock, SystemClock
from propria.plumbing.database import Database
from propria.plumbing.metrics import MOST_SERIES, Metrics
from propria.plumbing.news import News

NOW = instant("2026-11-22T10:00:00Z")


@pytest.fixture
def lines() -> Iterator[io.StringIO]:
    """Where the log goes."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    stream = io.StringIO()
    log.configure("info", stream)
    yield stream
    root.handlers[:] = handlers
    root.setLevel(level)


def said(stream: io.StringIO) -> list[dict[str, object]]:
    """The lines, read back."""
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_line_has_the_event_and_its_ids(lines: io.StringIO) -> None:
    logging.getLogger("propria.deals").info("offer.made", extra={"offer_id": "off_1", "count": 3})
    (line,) = said(lines)
    assert (line["event"], line["offer_id"], line["count"]) == ("offer.made", "off_1", 3)
    assert {"at", "level", "logger"} <= line.keys()


def test_what_is_not_declared_is_refused_by_name_only(lines: io.StringIO) -> None:
    extra = {"fee_text": "¥18,400", "performer_id": "Mina Haldane", "route": "/p/prf_1"}
    logging.getLogger("propria.deals").info("offer.made", extra=extra)
    assert "Mina" not in lines.getvalue()
    assert "18,400" not in lines.getvalue()
    (line,) = said(lines)
    assert (line["refused_keys"], line["route"]) == (["fee_text", "performer_id"], "/p/prf_1")


def test_a_librarys_arguments_are_not_logged(lines: io.StringIO) -> None:
    logging.getLogger("a_library.access").info('%s - "%s"', "192.0.2.1", "GET /search?q=Mina")
    assert "Mina" not in lines.getvalue()
    assert said(lines)[0]["event"] == '%s - "%s"'


def test_an_error_is_told_by_type_code_and_place(lines: io.StringIO) -> None:
    try:
        raise Refused("deals.too_late", "Mina Haldane has withdrawn.")
    except Refused:
        logging.getLogger("propria").exception("request.failed")
    assert "Mina" not in lines.getvalue()
    (line,) = said(lines)
    error = line["error"]
    assert isinstance(error, dict)
    assert (error["type"], error["code"]) == ("Refused", "deals.too_late")
    assert "test_an_error_is_told" in error["trace"][0]


def test_ids_bound_once_are_on_every_line(lines: io.StringIO) -> None:
    with log.bound(request_id="req_1"):
        logging.getLogger("propria").info("first")
    logging.getLogger("propria").info("second")
    assert [line.get("request_id") for line in said(lines)] == ["req_1", None]


def test_figures_are_written_as_prometheus_reads_them() -> None:
    metrics = Metrics()
    metrics.count("refusals_total", code="deals.too_late")
    metrics.count("refusals_total", 2, code='odd"\n')
    with metrics.timed("decide_seconds"):
        pass
    metrics.gauge("queue_length", lambda: 4)
    text = metrics.text()
    assert 'propria_refusals_total{code="deals.too_late"} 1\n' in text
    assert 'propria_refusals_total{code="odd\\"\\n"} 2\n' in text
    assert 'propria_decide_seconds_bucket{le="+Inf"} 1\n' in text
    assert "propria_decide_seconds_count 1\n" in text
    assert "# TYPE propria_queue_length gauge\npropria_queue_length 4\n" in text


def test_a_label_that_names_single_things_is_refused() -> None:
    metrics = Metrics()
    for number in range(MOST_SERIES):
        metrics.count("views_total", performer=f"prf_{number}")
    with pytest.raises(ValueError, match="single things"):
        metrics.count("views_total", performer="prf_more")
    metrics.count("views_total", performer="prf_1")


def test_health_names_what_fails_and_goes_on(database: Database, tmp_path: Path) -> None:
    checks = {
        "database": health.database_answers(database),
        "disk": health.disk_has_room(tmp_path, 1),
        "larger disk": health.disk_has_room(tmp_path, 1 << 60),
        "broken": lambda: {}["x"],
    }
    found = health.examine(checks)
    assert [(f.name, f.code) for f in found.findings] == [
        ("database", ""),
        ("disk", ""),
        ("larger disk", "plumbing.disk_full"),
        ("broken", "plumbing.unexpected_KeyError"),
    ]
    assert not found.is_ready
    assert health.examine({"database": checks["database"]}).is_ready


def test_a_closed_database_is_not_healthy() -> None:
    database = Database.open("sqlite://")
    database.close()
    found = health.examine({"database": health.database_answers(database)})
    assert found.findings[0].code == "plumbing.database_closed"


def test_clocks_are_aware_and_run_one_way() -> None:
    fixed, story = FixedClock(NOW), StoryClock(NOW)
    assert fixed.now() == fixed.now() == NOW
    fixed.set(NOW + timedelta(days=1))
    assert fixed.now() == NOW + timedelta(days=1)
    story.advance(timedelta(days=1))
    assert timedelta(days=1) <= story.now() - NOW < timedelta(days=1, minutes=5)
    assert SystemClock().now().utcoffset() == timedelta(0)
    for clock in (fixed, story):
        with pytest.raises(ValueError, match="run back"):
            clock.advance(timedelta(seconds=-1))
    with pytest.raises(ValueError, match="time zone"):
        FixedClock(datetime(2026, 11, 22))


def test_news_is_told_in_the_order_of_subscription() -> None:
    news, heard = News(), []
    news.subscribe(int, lambda event, *, db: heard.append(("first", event)))
    news.subscribe(int, lambda event, *, db: heard.append(("second", event)))
    news.publish(7, db=None)
    news.publish("nobody hears of this", db=None)
    assert heard == [("first", 7), ("second", 7)]
    assert [kind for kind, _ in news.subscriptions()] == [int, int]


def test_news_that_answers_itself_is_stopped() -> None:
    news = News()
    news.subscribe(int, lambda event, *, db: news.publish(event + 1, db=db))
    with pytest.raises(RuntimeError, match="circles"):
        news.publish(0, db=None)


def test_nobody_hears_twice_by_the_same_ear() -> None:
    def hear(event: int, *, db: object) -> None:
        """Hear."""

    news = News()
    news.subscribe(int, hear)
    with pytest.raises(ValueError, match="already hears"):
        news.subscribe(int, hear)
