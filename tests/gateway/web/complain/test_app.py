"""The web app as a chat in a real browser: it keeps before it sends, and sends once."""

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from core.messages import Button, Menu, MenuRow
from core.reference.phrasebook import LANGUAGES, say
from tests.gateway.web.complain.given import Served
from tests.gateway.web.complain.test_without_script import NO, WHERE, YES, fits, look
from tests.services.axe import expect_accessible
from tests.services.waiting import wait_until

KEPT = say("page.web.js.on_phone", "en")


def open_(served: Served, page: Page, language: str = "en") -> Page:
    page.goto(f"{served.base}/complain?language={language}")
    expect(page.locator("#chat")).to_be_visible()
    return page


def sent(page: Page, language: str = "en") -> Locator:
    """What says of a message that the other side has it."""
    return page.get_by_text(say("page.web.js.sent", language), exact=True)


def write(page: Page, text: str) -> None:
    page.locator("#say").fill(text)
    page.locator(".composer .send").click()


def ready(page: Page) -> None:
    """The worker is there, with its files and the page's shell."""
    becomes(page, "Boolean(navigator.serviceWorker.controller && await caches.match('/complain/shell'))")


def becomes(page: Page, told: str) -> None:
    """Waits until this is so in the page; it may ask what answers later (Playwright takes a promise for a yes)."""
    wait_until(lambda: page.evaluate(f"async () => {told}"))


def test_what_is_written_while_the_last_message_is_being_kept_stays(served: Served) -> None:
    page = open_(served, served.phone())
    page.evaluate(
        """() => {
          const keep = self.arziQueue.enqueue;
          self.arziQueue.enqueue = async (...of) => {
            await new Promise((go) => (self.goOn = go));
            return keep(...of);
          };
        }"""
    )
    write(page, "bijli nahi hai")
    becomes(page, "Boolean(self.goOn)")
    page.locator("#say").fill("bijli nahi hai teen din se")
    page.evaluate("() => self.goOn()")
    expect(sent(page)).to_be_visible()
    expect(page.locator("#say")).to_have_value("teen din se")
    becomes(page, "(await self.arziQueue.draft()).text === 'teen din se'")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_chat_in_each_language(served: Served, language: str) -> None:
    page = open_(served, served.phone(), language)
    expect(page.get_by_text(say("page.web.js.hello", language))).to_be_visible()
    for width in (320, 360, 1280):
        fits(page, width, f"chat-empty-{language}")
    write(page, "bijli nahi hai")
    expect(sent(page, language)).to_be_visible()
    served.work()
    expect(page.get_by_text("you said bijli nahi hai")).to_be_visible()
    rows = tuple(MenuRow(f"{name}", name, "35") for name in ("Mardan", "Swat", "Peshawar"))
    served.stage("1. Mardan 2. Swat", language=language, menu=Menu("x", rows, WHERE[language], "1. Mardan 2. Swat"))
    served.stage("Yes?", language=language, buttons=(Button(YES[language], "confirm:yes"), Button(NO, "confirm:no")))
    expect(page.get_by_role("button", name=YES[language])).to_be_visible()
    for width in (320, 360, 1280):
        fits(page, width, f"chat-{language}")
    page.get_by_role("button", name="Swat").click()
    expect(sent(page, language)).to_have_count(2)
    served.work()
    expect(page.get_by_text("you said Swat")).to_be_visible()
    assert [turn.choice for turn in served.site.made.engine.turns] == [None, "Swat"]


def test_it_is_for_everybody_and_for_the_keyboard(served: Served) -> None:
    page = open_(served, served.phone(), "ur")
    write(page, "bijli nahi hai")
    expect(sent(page, "ur")).to_be_visible()
    served.work()
    served.stage("Yes?", language="ur", buttons=(Button("جی ہاں", "confirm:yes"),))
    expect(page.get_by_role("button", name="جی ہاں")).to_be_visible()
    expect_accessible(page)
    page.evaluate("document.activeElement.blur()")
    seen: list[str] = []
    for _ in range(40):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.textContent.trim() || document.activeElement.id"))
    for name in ("جی ہاں", "say", say("page.web.send", "ur"), say("page.web.mine", "ur")):
        assert name in seen
    page.get_by_role("button", name="جی ہاں").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".mine").last).to_contain_text("جی ہاں")


def test_without_network_it_is_kept_and_goes_out_by_itself_once(served: Served) -> None:
    page = open_(served, served.phone())
    ready(page)
    page.context.set_offline(True)
    write(page, "no light")
    expect(page.get_by_text(KEPT)).to_be_visible()
    expect(page.get_by_text(say("page.web.js.offline", "en"))).to_be_visible()
    look(page, "chat-offline")
    page.reload()
    expect(page.get_by_text("no light")).to_be_visible()
    write(page, "and no water")
    expect(page.get_by_text(KEPT)).to_have_count(2)
    assert served.told() == []
    page.context.set_offline(False)
    expect(sent(page)).to_have_count(2)
    assert served.told() == ["no light", "and no water"]


def test_an_answer_that_is_lost_makes_no_second_complaint(served: Served) -> None:
    page = open_(served, served.phone())
    lost = iter([True, True])

    def lose(route: object) -> None:
        if next(lost, False):
            route.fetch()  # type: ignore[attr-defined]  # it arrives, and nobody hears of it
            route.abort()  # type: ignore[attr-defined]
        else:
            route.continue_()  # type: ignore[attr-defined]

    page.route(re.compile(r"/complain\?language"), lose)
    write(page, "no light")
    expect(page.locator(".mine")).to_have_count(1)
    for _ in range(2):
        page.evaluate("dispatchEvent(new Event('online'))")
    expect(sent(page)).to_be_visible()
    page.unroute_all(behavior="wait")
    assert served.told() == ["no light"]


def test_two_tabs_send_it_once_and_both_show_it(served: Served) -> None:
    one = open_(served, served.phone())
    ready(one)
    two = open_(served, one.context.new_page())
    one.context.set_offline(True)
    write(one, "no light")
    expect(one.get_by_text(KEPT)).to_be_visible()
    one.context.set_offline(False)
    for page in (one, two):
        page.evaluate("dispatchEvent(new Event('online'))")
    for page in (one, two):
        expect(page.get_by_text("no light")).to_be_visible()
        expect(sent(page)).to_be_visible()
    assert served.told() == ["no light"]


def test_what_is_being_written_is_there_again(served: Served, tmp_path: Path) -> None:
    page = open_(served, served.phone())
    page.locator("#say").fill("a long stor")
    photo(page, tmp_path)
    expect(page.locator(".chip")).to_have_count(1)
    becomes(page, "(await arziQueue.draft()).text === 'a long stor'")
    page.reload()
    expect(page.locator("#say")).to_have_value("a long stor")
    expect(page.locator(".chip")).to_have_count(1)
    page.locator(".chip button").click()
    expect(page.locator(".chip")).to_have_count(0)


def photo(page: Page, folder: Path, side: int = 3000) -> None:
    from PIL import Image

    picture = Image.effect_noise((side, side // 2), 90).convert("RGB")
    exif = Image.Exif()
    exif[0x010F] = "SecretPhoneMaker"
    picture.save(folder / "pole.jpg", exif=exif, quality=95)
    page.locator(".composer input[type=file]").set_input_files(folder / "pole.jpg")


def test_a_photo_is_made_small_and_says_nothing_of_its_maker(served: Served, tmp_path: Path) -> None:
    page = open_(served, served.phone())
    photo(page, tmp_path)
    expect(page.locator(".chip img")).to_be_visible()
    look(page, "chat-photo")
    write(page, "the pole")
    expect(sent(page)).to_be_visible()
    [file] = served.files()
    assert file.kind == "image/jpeg"
    assert len(file.content) < (tmp_path / "pole.jpg").stat().st_size / 2
    assert b"SecretPhoneMaker" not in file.content
    served.work()
    expect(page.locator(".with .photo")).to_be_visible()


def test_a_voice_note_is_recorded_in_the_page(served: Served) -> None:
    page = open_(served, served.phone(permissions=["microphone"]))
    page.get_by_role("button", name=say("page.web.js.record", "en")).click()
    expect(page.get_by_role("button", name=say("page.web.js.stop", "en"))).to_be_visible()
    page.wait_for_timeout(1200)  # a recording takes its time
    page.get_by_role("button", name=say("page.web.js.stop", "en")).click()
    expect(page.locator(".chip")).to_have_count(1)
    page.locator(".composer .send").click()
    expect(sent(page)).to_be_visible()
    [file] = served.files()
    assert file.kind in ("audio/webm", "audio/ogg", "audio/mp4")
    assert len(file.content) > 500


def test_a_place_goes_along(served: Served) -> None:
    page = open_(
        served, served.phone(permissions=["geolocation"], geolocation={"latitude": 34.1989, "longitude": 72.0404})
    )
    page.get_by_role("button", name=say("page.web.js.place", "en")).click()
    expect(page.locator(".chip")).to_have_count(1)
    write(page, "here it is dark")
    expect(sent(page)).to_be_visible()
    assert [(round(one.latitude, 4), round(one.longitude, 4)) for one in served.places()] == [(34.1989, 72.0404)]


def test_a_refused_place_or_microphone_is_said(served: Served) -> None:
    page = open_(served, served.phone())
    page.evaluate("() => { navigator.mediaDevices.getUserMedia = () => Promise.reject(new Error('no')); }")
    page.get_by_role("button", name=say("page.web.js.record", "en")).click()
    expect(page.get_by_text(say("page.web.js.no_voice", "en"))).to_be_visible()
    page.evaluate("() => { navigator.geolocation.getCurrentPosition = (_, no) => no(new Error('no')); }")
    page.get_by_role("button", name=say("page.web.js.place", "en")).click()
    expect(page.get_by_text(say("page.web.js.no_place", "en"))).to_be_visible()


def test_what_is_refused_says_why_and_holds_up_nothing(served: Served) -> None:
    page = open_(served, served.phone())
    page.evaluate(
        """() => arziQueue.put({ id: "a-program-000000001", at: 1, language: "en", fields: { text: "look" },
          files: [{ name: "a.jpg", blob: new Blob(["MZ\\x90\\0 a program"], { type: "image/jpeg" }) }] })"""
    )
    write(page, "no light")
    expect(page.get_by_text(say("page.web.problem.kind", "en"))).to_be_visible()
    expect(sent(page)).to_be_visible()
    assert served.told() == ["no light"]
    look(page, "chat-refused")
    page.get_by_role("button", name=say("page.web.js.remove", "en")).click()
    expect(page.get_by_text(say("page.web.problem.kind", "en"))).to_have_count(0)


def test_while_the_other_side_cannot_it_waits(served: Served) -> None:
    page = open_(served, served.phone())
    page.route(re.compile(r"/complain\?language"), lambda route: route.fulfill(status=503, body="{}"))
    write(page, "no light")
    expect(page.get_by_text(KEPT)).to_be_visible()
    page.unroute(re.compile(r"/complain\?language"))
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(sent(page)).to_be_visible()


def test_a_full_phone_is_told_and_the_words_stay(served: Served) -> None:
    page = open_(served, served.phone())
    page.evaluate(
        """() => { IDBObjectStore.prototype.put = () => { throw new DOMException("full", "QuotaExceededError"); }; }"""
    )
    write(page, "no light")
    expect(page.get_by_text(say("page.web.js.full", "en"))).to_be_visible()
    expect(page.locator("#say")).to_have_value("no light")


def test_kept_is_said_only_when_the_transaction_is_complete(served: Served) -> None:
    """A transaction that is undone after its request succeeded has kept nothing."""
    page = open_(served, served.phone())
    page.evaluate(
        """() => {
          const put = IDBObjectStore.prototype.put;
          IDBObjectStore.prototype.put = function (...told) {
            const asked = put.apply(this, told);
            asked.addEventListener("success", () => this.transaction.abort());
            return asked;
          };
        }"""
    )
    write(page, "no light")
    expect(page.get_by_text(say("page.web.js.full", "en"))).to_be_visible()
    expect(page.get_by_text(KEPT)).to_have_count(0)


def test_a_browser_that_keeps_nothing_has_the_plain_form(served: Served) -> None:
    page = served.phone()
    page.add_init_script("Object.defineProperty(self, 'indexedDB', { value: undefined })")
    page.goto(f"{served.base}/complain?language=en")
    expect(page.locator("#plain")).to_be_visible()
    expect(page.locator("#chat")).to_be_hidden()


def test_leaving_a_phone_takes_everything_along(served: Served) -> None:
    page = open_(served, served.phone())
    write(page, "no light")
    expect(sent(page)).to_be_visible()
    page.locator("#say").fill("more")
    page.goto(f"{served.base}/complain/mine")
    page.get_by_text(say("page.web.code", "en")).click()
    page.get_by_role("button", name=say("page.web.leave", "en")).click()
    expect(page.get_by_role("heading", name=say("page.web.back_title", "en"))).to_be_visible()
    open_(served, page)
    expect(page.get_by_text("no light")).to_have_count(0)
    expect(page.locator("#say")).to_have_value("")


def test_what_is_shared_to_arzi_begins_a_complaint(served: Served) -> None:
    page = open_(served, served.phone())
    ready(page)
    page.evaluate(
        """async () => {
          const form = new FormData();
          form.set("title", "Look at this");
          form.set("text", "the pole fell");
          form.append("files", new File(["\\u00ff"], "pole.jpg", { type: "image/jpeg" }));
          await fetch("/complain/share", { method: "POST", body: form });
        }"""
    )
    page.reload()
    expect(page.locator("#say")).to_have_value("Look at this\nthe pole fell")
    expect(page.locator(".chip")).to_have_count(1)


def test_it_can_be_installed(served: Served) -> None:
    page = open_(served, served.phone())
    ready(page)
    asked = page.context.new_cdp_session(page)
    errors = {one["errorId"] for one in asked.send("Page.getInstallabilityErrors")["installabilityErrors"]}
    assert errors <= {"in-incognito"}, "the test's own"
    manifest = json.loads(asked.send("Page.getAppManifest")["data"])
    assert manifest["scope"] == "/complain"
    assert asked.send("Page.getAppManifest")["errors"] == []


def test_a_new_version_comes_without_losing_what_is_written(served: Served, monkeypatch: pytest.MonkeyPatch) -> None:
    page = open_(served, served.phone())
    ready(page)
    page.locator("#say").fill("half a sent")
    becomes(page, "(await arziQueue.draft()).text === 'half a sent'")
    monkeypatch.setattr("gateway.web.complain.app_files._version", lambda: "another")
    page.evaluate("navigator.serviceWorker.getRegistration('/complain').then((one) => one.update())")
    becomes(page, "(await caches.keys()).join() === 'arzi-complain-another'")
    page.context.set_offline(True)
    page.reload()
    expect(page.locator("#say")).to_have_value("half a sent")


def test_the_first_load_is_small_and_asks_nobody_else(served: Served) -> None:
    page = served.phone()
    sizes: dict[str, int] = {}

    def count(response: object) -> None:
        sizes[response.url] = len(response.body())  # type: ignore[attr-defined]

    page.on("response", count)
    open_(served, page)
    page.wait_for_load_state("networkidle")
    assert all(url.startswith(served.base) for url in sizes)
    assert sum(sizes.values()) < 100_000, sizes  # before any compression
