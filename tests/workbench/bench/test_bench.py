"""The bench counts rightly, and says when what it measures does not answer."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest

from workbench.bench import BENCHES
from workbench.bench.load import Request, send
from workbench.bench.page import BEGINS, ENDS, put_into
from workbench.bench.place import BenchFailed
from workbench.bench.plots import svg
from workbench.bench.provider import provider
from workbench.bench.results import Measure, as_json, spread, table


class Counting(BaseHTTPRequestHandler):
    """Takes every POST; /no is refused."""

    protocol_version = "HTTP/1.1"
    seen: list[bytes]

    def do_POST(self) -> None:
        self.seen.append(self.rfile.read(int(self.headers["Content-Length"])))
        self.send_response(403 if self.path == "/no" else 200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[tuple[str, list[bytes]]]:
    seen: list[bytes] = []
    with ThreadingHTTPServer(("127.0.0.1", 0), type("Mine", (Counting,), {"seen": seen})) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}", seen
        server.shutdown()
        thread.join()


def test_each_request_is_sent_once(server: tuple[str, list[bytes]]) -> None:
    base, seen = server
    done = send(base, [Request("/", {}, b"%d" % n) for n in range(50)], connections=4)
    assert sorted(map(int, seen)) == list(range(50))
    assert len(done.times) == 50
    assert done.rate > 0


def test_a_refusal_stops_the_bench(server: tuple[str, list[bytes]]) -> None:
    with pytest.raises(BenchFailed, match="answered 403"):
        send(server[0], [Request("/no", {}, b"x")], connections=1)


def test_times_are_told_in_milliseconds() -> None:
    times = spread([n / 1000 for n in range(1, 102)])
    assert (times.p50, times.p95, times.p99) == (51, 96, 100)


def test_the_table_and_the_json_say_the_same() -> None:
    measure = Measure("accept", 80, 100, "1/s", "bare Flask", "≥ 0.8", spread([0.01, 0.02]))
    assert "accept  80.0  100.0  1/s   0.80   ≥ 0.8" in table([measure])
    told = json.loads(as_json([measure]))
    assert told["measures"][0]["ratio"] == 0.8
    assert told["machine"]["cores"] >= 1


def test_a_ratio_is_the_median_of_its_rounds() -> None:
    measure = Measure("accept", 80, 100, "1/s", "bare Flask", rounds=(0.5, 0.9, 0.7))
    assert measure.ratio == 0.7


def test_a_picture_has_two_bars_a_measure_in_the_scale_of_their_unit() -> None:
    measures = [
        Measure("accept <a webhook>", 80, 100, "1/s", "bare Flask"),
        Measure("turn", 40, 20, "ms p50", "Rasa alone"),
    ]
    picture = ElementTree.fromstring(svg(measures, "Speed"))
    bars = [float(bar.attrib["width"]) for bar in picture.findall("{*}rect")][3:]
    assert bars == [288.0, 360.0, 360.0, 180.0]
    assert "accept <a webhook>" in [text.text for text in picture.findall("{*}text")]


def test_figures_go_into_the_page_between_the_marks_and_only_there(tmp_path: Path) -> None:
    page = tmp_path / "speed.md"
    page.write_text(f"# Speed\n{BEGINS}\nold\n{ENDS}\nBelow.\n", encoding="utf-8")
    measures = [Measure("turn (SQLite)", 40, 20, "ms p50", "Rasa alone", "≤ 1.15", spread([0.01, 0.02]))]
    for _ in range(2):
        put_into(page, measures, "make bench")
    text = page.read_text(encoding="utf-8")
    assert "old" not in text
    assert text.startswith(f"# Speed\n{BEGINS}\n")
    assert text.endswith(f"{ENDS}\nBelow.\n")
    assert "| turn (SQLite) | 40.0 ms p50 | 20.0 | **2.00** | ≤ 1.15 | 15.0 / 19.5 / 19.9 |  |" in text
    assert "- turn: Rasa alone" in text
    assert ElementTree.parse(tmp_path / "images/performance.svg").getroot().tag.endswith("svg")
    assert json.loads((tmp_path / "images/performance.json").read_text())["measures"][0]["ratio"] == 2.0
    page.write_text("no marks")
    with pytest.raises(ValueError, match="there is no"):
        put_into(page, measures, "make bench")


def test_a_provider_tells_each_phone_its_own_messages() -> None:
    with provider() as twilio:
        for phone, words in (("+923001", "one"), ("+923002", "two")):
            form = urlencode({"To": f"whatsapp:{phone}", "Body": words}).encode()
            send(twilio.url, [Request("/2010-04-01/Accounts/AC/Messages.json", {}, form)], 1)
        assert (twilio.answer_to("923002"), twilio.answer_to("923001")) == ("two", "one")


@pytest.mark.parametrize("name", BENCHES)
def test_every_bench_can_be_called(name: str) -> None:
    import importlib

    assert callable(importlib.import_module(BENCHES[name]).measure)
