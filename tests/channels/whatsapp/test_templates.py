"""The templates of the files: WhatsApp's rules hold for them, and the commands make and judge them at Twilio (here the
simulator, which refuses what WhatsApp refuses)."""

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pydantic import SecretStr

from channels.whatsapp import Settings, build
from channels.whatsapp import templates as ours
from channels.whatsapp.channel import WhatsApp
from channels.whatsapp.contents import Filled, filled, name_of
from channels.whatsapp.templates import Template
from core.messages import Button, Menu, MenuRow, OutboundMessage
from core.ports import Surroundings
from gateway.__main__ import cli
from tests.simulator.standin import GUL, NUMBER, SID, TOKEN, Gateway, eventually, running

GOOD = Template("arzi_x", "en", {"twilio/text": {"body": "About {{1}}: we heard of it today."}}, {"1": "x"}, "UTILITY")


@pytest.fixture
def gateway(tmp_path: Path) -> Iterator[Gateway]:
    with running(tmp_path / "simulator") as gateway:
        yield gateway


def whatsapp(gateway: Gateway) -> WhatsApp:
    settings = Settings(account_sid=SID, auth_token=SecretStr(TOKEN), sender=NUMBER)
    return build(settings, Surroundings(gateway.public_url, "PK", {"twilio": f"{gateway.url}/simulator/twilio"}))


def test_what_is_in_the_files_may_be_approved() -> None:
    asked = [one for one in ours.templates() if one.category is not None]
    assert {one.setting for one in asked} == {"reply.en", "reply.ur", "reply.roman_ur", "reply.ps"}
    assert [fault for one in ours.templates() for fault in ours.faults(one)] == []
    assert len({one.name for one in ours.templates()}) == len(ours.templates())


@pytest.mark.parametrize(
    ("body", "samples", "fault"),
    [
        ("{{1}} was heard by the office today", {"1": "x"}, "begins or ends"),
        ("Today the office heard of {{1}}", {"1": "x"}, "begins or ends"),
        ("Today the office heard of {{1}}.", {"1": "x"}, "begins or ends"),
        ("Today the office of {{1}} {{2}} heard of what you wrote us", {"1": "x", "2": "y"}, "side by side"),
        ("Today the office heard of {{2}} and will write", {"2": "x"}, "not numbered"),
        ("Today the office heard of {{1}} and will write", {}, "no sample"),
        ("On {{1}} then", {"1": "x"}, "too few"),
        ("", {}, "empty"),
        ("x" * 1025, {}, "empty or longer"),
    ],
)
def test_what_whatsapp_would_refuse(body: str, samples: dict[str, str], fault: str) -> None:
    found = ours.faults(dataclasses.replace(GOOD, types={"twilio/text": {"body": body}}, variables=samples))
    assert any(fault in one for one in found), found


@pytest.mark.parametrize("change", [{"name": "Arzi reply"}, {"category": "NEWS"}])
def test_a_name_and_a_category_that_are_none(change: dict[str, str]) -> None:
    assert ours.faults(GOOD) == []
    assert len(ours.faults(dataclasses.replace(GOOD, **change))) == 1  # type: ignore[arg-type]


def test_what_is_pushed_is_what_a_message_uses() -> None:
    names = {one.name for one in ours.templates()}
    menu = Menu("Choose", (MenuRow("a", "category:a"), MenuRow("b", "category:b")), "Which?", "Which?\n1. a\n2. b")
    for message in (
        OutboundMessage("1", "whatsapp", GUL, f"Sorry.\n\n{menu.instead_of}", menu=menu),
        OutboundMessage("1", "whatsapp", GUL, "Right?", buttons=(Button("Yes", "confirmed:yes"),)),
    ):
        found = filled(message)
        assert isinstance(found, Filled)
        assert name_of(found.kind, found.shape) in names


def test_pushed_twice_is_made_once_and_approved(gateway: Gateway) -> None:
    client = whatsapp(gateway).client
    assert all(state.good for state in ours.push(client))
    before = len(client.content.v1.contents.list())
    assert all(state.good for state in ours.push(client))
    assert len(client.content.v1.contents.list()) == before == len(ours.templates())


def test_a_list_goes_to_the_phone_and_what_is_chosen_comes_back(gateway: Gateway) -> None:
    gateway.settled(gateway.write(GUL, "salaam")["sid"], "received")
    rows = tuple(MenuRow(f"ضلع {n}", f"district:{n}", "Mardan, Swabi") for n in range(10))
    menu = Menu("فہرست کھولیں", rows, "کون سا ضلع؟", "کون سا ضلع؟\n1. …")
    sid = whatsapp(gateway).send(OutboundMessage("1", "whatsapp", GUL, menu.instead_of, "ur", menu=menu))
    shown = gateway.settled(sid, "delivered")
    assert shown["text"] == "کون سا ضلع؟"
    assert [row["title"] for row in shown["buttons"]] == [row.title for row in rows]
    gateway.write(GUL, button={"message": sid, "payload": "district:7"})
    eventually(lambda: len(gateway.received) == 2)
    assert gateway.received[1]["ListId"] == "district:7"


def test_the_commands(gateway: Gateway, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    section = {"account_sid": SID, "sender": NUMBER, "api_base_url": f"{gateway.url}/simulator/twilio"}
    written = {
        "public_url": "https://arzi.example.org",
        "simulator": {"enabled": False},
        "channels": {"whatsapp": section},
    }
    monkeypatch.setenv("ARZI_CONFIG", str(tmp_path / "config.yaml"))
    monkeypatch.setenv("ARZI_SECRETS", "/nowhere")
    monkeypatch.setenv("ARZI_CHANNELS__WHATSAPP__AUTH_TOKEN", TOKEN)
    for name in ("WEB__SECRET_KEY", "RASA__SECRET"):
        monkeypatch.setenv(f"ARZI_{name}", "x" * 32)

    def templates(what: str) -> Result:
        (tmp_path / "config.yaml").write_text(json.dumps(written), encoding="utf-8")
        return CliRunner().invoke(cli, ["templates", what])

    assert "missing, WhatsApp approves it (UTILITY)" in (missing := templates("check")).output
    assert missing.exit_code == 1
    pushed = templates("push")
    assert pushed.exit_code == 0, pushed.output
    lines = [line.split() for line in pushed.output.splitlines() if line.startswith("    reply.")]
    section["templates"] = {line[0].rstrip(":"): line[1] for line in lines}  # type: ignore[assignment]
    assert len(lines) == 4
    checked = templates("check")
    assert checked.exit_code == 0, checked.output
