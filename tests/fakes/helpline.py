"""A house with a telephone: callers who follow TwiML to the letter, without any server."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import Flask
from flask.testing import FlaskClient
from pydantic import SecretStr
from twilio.request_validator import RequestValidator

from channels.ivr import Ivr, Settings, build
from core.ports import DialogueEngine, Surroundings
from core.store.engine import Store
from gateway.web import create_app
from gateway.web.shared.url import PublicUrl
from nlu.fallback import PlainQuestions
from simulator.twiml import Call, StrictCaller
from simulator.twiml.caller import Answer
from tests.fakes.house import TestHouse, make_house

PUBLIC, TOKEN = "https://arzi.example.org", "a-token-for-tests-only"
CALLER, HELPLINE = "+923001234567", "+92911334433"
RECORDING = "https://api.twilio.com/2010-04-01/Accounts/AC0/Recordings/RE1"
KEYS = {"ur": "1", "ps": "2", "en": "3"}


@dataclass
class Line:
    """The house, its application, and the telephones that call it. ``twice``: every request is sent twice."""

    house: TestHouse
    app: Flask
    client: FlaskClient
    twice: bool = True

    @property
    def channel(self) -> Ivr:
        found = self.house.house.channels["ivr"]
        assert isinstance(found, Ivr)
        return found

    def fetch(self, method: str, url: str, params: Mapping[str, str]) -> Answer:
        path = url.removeprefix(PUBLIC)
        if method == "GET":
            found = self.client.get(path)
            return Answer(found.status_code, "", found.content_type)
        signed = {"X-Twilio-Signature": RequestValidator(TOKEN).compute_signature(url, dict(params))}
        answer = self.client.post(path, data=dict(params), headers=signed)
        return Answer(answer.status_code, answer.get_data(as_text=True), answer.content_type.partition(";")[0])

    def dial(self, sender: str = CALLER, **more: str) -> StrictCaller:
        """Somebody calls us."""
        caller = StrictCaller.inbound(self.fetch, f"{PUBLIC}/in/ivr", sender=sender, called=HELPLINE, twice=self.twice)
        caller.start(**more)
        return caller

    def pick_up(self, task: int, to: str = CALLER, sid: str = "CA77") -> StrictCaller:
        """Somebody answers a call of ours."""
        base = f"{PUBLIC}/in/ivr/out/{task}"
        call = Call(sid, HELPLINE, to, direction="outbound-api", base=base, status_callback=f"{base}/status")
        caller = StrictCaller(self.fetch, call, twice=self.twice)
        caller.start()
        return caller

    def post(self, path: str, **form: str) -> int:
        """One signed webhook; how it was answered."""
        return self.fetch("POST", f"{PUBLIC}{path}", form).status


def helpline(store: Store, engine: DialogueEngine | None = None, **settings: object) -> Line:
    """The house on a real store. The dialogue is the plain questions, where no engine is given."""
    account = {"account_sid": "AC0", "auth_token": SecretStr(TOKEN), "number": HELPLINE, "prompts_dir": ""}
    made = make_house(store)
    channel = replace(build(Settings.model_validate({**account, **settings}), Surroundings(PUBLIC)), now=made.clock.now)
    channels = {**made.house.channels, "ivr": channel}
    made.house = replace(made.house, channels=channels, engine=engine or PlainQuestions())
    app = create_app(made.house, PublicUrl(PUBLIC), secret_key="x" * 32, max_body_bytes=100_000)
    return Line(made, app, app.test_client())


def tell(call: StrictCaller, language: str, *, confirm: bool = False) -> None:
    """A complaint by keys alone: electricity, the first division's first district, a recording."""
    for keys in (KEYS[language], "1", "1", "1", "1"):
        call.press(keys)
    call.record(20, RECORDING, key="#")
    if language != "ps":
        for _ in ("words", "address", "name"):
            call.press("#")
    if confirm:
        call.press("1")
