"""The stand-in for a second reader: there where the settings name it, and not otherwise; nobody is asked by default."""

from pathlib import Path

import pytest
from flask import Flask

from core.errors import ConfigInvalid
from gateway.bootstrap import build_second_reader
from nlu.chat_reader import ChatReader
from simulator.mount import mount
from simulator.stand_ins.second_reader import PREFIX
from tests.simulator.stand_ins.test_mounted import settings

ASKED = {
    "model": "small",
    "messages": [
        {"role": "system", "content": "which words?"},
        {"role": "user", "content": '{"message": "no water in Toru"}'},
    ],
    "response_format": {"json_schema": {"schema": {"type": "object"}}},
}
HERE = {"ARZI_SECOND_READER__URL": f"http://127.0.0.1:8080{PREFIX}"}


@pytest.mark.parametrize(("named", "status"), [(HERE, 200), ({}, 404)])
def test_it_is_there_where_the_settings_name_it(tmp_path: Path, named: dict[str, str], status: int) -> None:
    app = Flask(__name__)
    mount(app, settings(tmp_path, **named))
    client = app.test_client()
    answer = client.post(f"{PREFIX}/v1/chat/completions", json=ASKED)
    assert answer.status_code == status
    if status == 200:
        assert answer.get_json()["choices"][0]["message"]["content"] == '{"words": "Toru"}'
        assert client.post(f"{PREFIX}/v1/chat/completions", json={"messages": []}).status_code == 400


def test_nobody_is_asked_by_default(tmp_path: Path) -> None:
    assert build_second_reader(settings(tmp_path)) is None
    assert isinstance(build_second_reader(settings(tmp_path, **HERE)), ChatReader)


def test_it_has_two_seconds_and_no_more(tmp_path: Path) -> None:
    with pytest.raises(ConfigInvalid, match="timeout_s"):
        settings(tmp_path, ARZI_SECOND_READER__TIMEOUT_S="5")
