"""The page in a real Chromium."""

import json
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.simulator.standin import GUL, HELPLINE, HTTP, NUMBER, SAIRA, SID, TOKEN, Gateway, eventually
from tests.simulator.test_calls import FLOW
from tests.simulator.test_rest import FROM, QUICK

pytestmark = pytest.mark.browser


def phone(page: Page, number: str = GUL) -> Locator:
    return page.locator(f'.phone[data-number="{number}"]')


def say(gateway: Gateway, text: str, number: str = GUL) -> None:
    gateway.twilio().messages.create(from_=FROM, to=f"whatsapp:{number}", body=text)


def test_write_and_be_answered(page: Page, gateway: Gateway) -> None:
    box = phone(page).get_by_label("Message", exact=True)
    box.fill("3 din se bijli nahi hai")
    box.press("Enter")
    sent = phone(page).locator(".message.out")
    expect(sent).to_contain_text("3 din se bijli nahi hai")
    expect(sent.get_by_role("img", name="received")).to_be_visible()
    assert gateway.received[0]["ProfileName"] == "Gul Khan"
    say(gateway, "Yeh kis *zile* ki baat hai?")
    answer = phone(page).locator(".message.in")
    expect(answer.locator("strong")).to_have_text("zile")
    expect(sent.get_by_role("img", name="read")).to_be_visible()
    shown = eventually(lambda: (m := gateway.shown(GUL)[-1])["status"] == "read" and m)
    assert shown["text"] == "Yeh kis *zile* ki baat hai?"


def test_shift_enter_is_a_new_line(page: Page, gateway: Gateway) -> None:
    box = phone(page).get_by_label("Message", exact=True)
    box.press_sequentially("one")
    box.press("Shift+Enter")
    box.press_sequentially("two")
    phone(page).get_by_label("Send").click()
    expect(phone(page).locator(".message.out")).to_be_visible()
    eventually(lambda: gateway.received)
    assert gateway.received[0]["Body"] == "one\ntwo"


def test_buttons_are_pressed_once(page: Page, gateway: Gateway) -> None:
    gateway.settled(gateway.write(GUL, "salaam")["sid"], "received")
    base = f"{gateway.url}/simulator/twilio/v1/Content"
    sid = HTTP.post(base, json=QUICK, auth=(SID, TOKEN)).json()["sid"]
    gateway.twilio().messages.create(
        from_=FROM, to=f"whatsapp:{GUL}", content_sid=sid, content_variables=json.dumps({"2": "جی ہاں"})
    )
    phone(page).get_by_role("button", name="جی ہاں").click()
    expect(phone(page).locator(".message.out .quote")).to_contain_text("Is this right?")
    eventually(lambda: len(gateway.received) == 2)
    assert gateway.received[1]["ButtonPayload"] == "affirm"
    expect(phone(page).get_by_role("button", name="No", exact=True)).to_be_disabled()


@pytest.mark.parametrize(
    ("text", "direction", "language", "font"),
    [
        ("تین دن سے بجلی نہیں ہے", "rtl", "ur", "Nastaliq"),
        ("زموږ په کلي کې برېښنا نشته", "rtl", "ps", "Naskh"),
        ("3 din se bijli nahi", "ltr", "", "Noto Sans"),
        ("Mardan میں بجلی نہیں", "ltr", "ur", "Nastaliq"),
    ],
)
def test_each_message_has_its_own_direction(
    page: Page, gateway: Gateway, text: str, direction: str, language: str, font: str
) -> None:
    gateway.write(GUL, text)
    words = phone(page).locator(".words")
    expect(words).to_have_text(text)
    expect(words).to_have_attribute("dir", "auto")
    expect(words).to_have_css("direction", direction)
    expect(words).to_have_js_property("lang", language)
    if language:
        expect(words).to_have_css("font-family", re.compile(font))


def test_lines_of_one_message_each_start_at_their_own_side(page: Page, gateway: Gateway) -> None:
    gateway.write(GUL, "Your number:\nآپ کا نمبر محفوظ ہے، شکریہ، یہ ایک لمبی سطر ہے تاکہ بلبلہ چوڑا ہو")
    words = phone(page).locator(".words")
    first, second = words.evaluate(
        """e => { const r = document.createRange(), t = e.firstChild, cut = t.data.indexOf("\\n");
        const side = (a, b) => { r.setStart(t, a); r.setEnd(t, b);
          const x = r.getClientRects()[0], w = e.getBoundingClientRect();
          return [Math.round(x.left - w.left), Math.round(w.right - x.right)]; };
        return [side(0, cut), side(cut + 1, cut + 4)]; }"""
    )
    assert first[0] == 0
    assert first[1] > 20
    assert second[1] <= 2


def test_two_phones_side_by_side(page: Page, gateway: Gateway) -> None:
    page.get_by_role("button", name="Add a phone").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Number").fill("12")
    dialog.get_by_role("button", name="Add").click()
    expect(dialog.get_by_role("alert")).to_be_visible()
    dialog.get_by_label("Number").fill("+44 7700 900123")
    dialog.get_by_label("Name on WhatsApp").fill("سائرہ")
    dialog.get_by_role("button", name="Add").click()
    expect(phone(page, SAIRA)).to_be_visible()
    boxes = [phone(page, number).bounding_box() or {} for number in (GUL, SAIRA)]
    assert boxes[0]["x"] + boxes[0]["width"] <= boxes[1]["x"]
    gateway.write(SAIRA, "from London")
    expect(phone(page, SAIRA).locator(".message.out")).to_contain_text("from London")
    expect(phone(page, GUL).locator(".message")).to_have_count(0)
    eventually(lambda: gateway.received)
    assert gateway.received[0]["ProfileName"] == "سائرہ"


def test_photo_voice_note_document_and_location(page: Page, gateway: Gateway) -> None:
    mine = phone(page)
    mine.get_by_label("Attach").click()
    mine.get_by_role("button", name="Sample photo").click()
    expect(mine.locator("img.photo")).to_be_visible()
    assert mine.locator("img.photo").evaluate("e => e.decode().then(() => e.naturalWidth)") == 640
    mine.get_by_label("Record a voice note").click()
    expect(mine.get_by_label("Stop and send the voice note")).to_be_visible()
    page.wait_for_function("() => document.querySelector('.mic.recording')")
    mine.get_by_label("Stop and send the voice note").click()
    expect(mine.locator("audio")).to_be_visible()
    mine.locator("audio").evaluate(
        "e => new Promise((ok, no) => { e.onloadedmetadata = ok; e.onerror = no; e.load(); })"
    )
    mine.locator("input[name=document]").set_input_files(
        {"name": "درخواست.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4"}
    )
    expect(mine.locator(".file-name")).to_have_text("درخواست.pdf")
    mine.get_by_label("Attach").click()
    mine.get_by_role("button", name="Location").click()
    page.get_by_role("dialog").get_by_label("Place").select_option(label="Mingora, Swat")
    page.get_by_role("dialog").get_by_role("button", name="Send").click()
    expect(mine.locator(".located")).to_contain_text("Mingora, Swat")
    eventually(lambda: len(gateway.received) == 4)
    kinds = [(form["MessageType"], form.get("MediaContentType0", "").partition("/")[0]) for form in gateway.received]
    assert kinds == [("image", "image"), ("audio", "audio"), ("document", "application"), ("location", "")]
    assert gateway.received[1]["MediaContentType0"] == "audio/ogg"
    note = HTTP.get(gateway.received[1]["MediaUrl0"], auth=(SID, TOKEN), follow_redirects=True).content
    assert note.startswith(b"OggS")
    assert gateway.received[3]["Latitude"] == "34.7717"


def test_a_refused_message_is_marked(page: Page, gateway: Gateway) -> None:
    gateway.answers = [403]
    gateway.write(GUL, "salaam")
    refused = phone(page).locator(".message.out")
    expect(refused.get_by_role("img", name="not received")).to_be_visible()
    expect(refused).to_contain_text("the gateway answered 403")


def test_reply_to_a_message(page: Page, gateway: Gateway) -> None:
    gateway.settled(gateway.write(GUL, "salaam")["sid"], "received")
    say(gateway, "Yeh kis zile ki baat hai?")
    question = phone(page).locator(".message.in")
    question.hover()
    question.get_by_label("Reply to this message").click()
    phone(page).get_by_label("Message", exact=True).fill("Mardan")
    phone(page).get_by_label("Send").click()
    expect(phone(page).locator(".message.out .quote")).to_contain_text("Yeh kis zile")
    eventually(lambda: len(gateway.received) == 2)
    assert gateway.received[1]["OriginalRepliedMessageSid"] == question.get_attribute("data-sid")


def test_clock_and_faults(page: Page, gateway: Gateway) -> None:
    gateway.settled(gateway.write(GUL, "salaam")["sid"], "received")
    page.get_by_role("button", name="Clock and faults").click()
    page.get_by_role("button", name="25 hours later").click()
    expect(page.locator("#shift")).to_have_text("(25 h ahead)")
    say(gateway, "too late")
    expect(phone(page).locator(".message.lost")).to_contain_text("63016")
    page.get_by_role("button", name="Delivery fails: 30008").click()
    expect(page.locator("#faults")).to_have_text("delivery × 1")
    page.get_by_role("button", name="All is well again").click()
    expect(page.locator("#faults li")).to_have_count(0)


def test_a_phone_is_switched_off_stopped_and_taken_away(page: Page, gateway: Gateway) -> None:
    gateway.settled(gateway.write(GUL, "salaam")["sid"], "received")
    mine = phone(page)
    for label, flag in (("Switched off", "online"), ("Wants no messages", "stopped")):
        mine.get_by_label("More about this phone").click()
        mine.get_by_label(label).check()
        eventually(lambda flag=flag: gateway.call("GET", "/changes")["phones"][0][flag] is (flag == "stopped"))
        page.keyboard.press("Escape")
        page.locator("h1").click()
    mine.get_by_label("More about this phone").click()
    mine.get_by_role("button", name="Take this phone away").click()
    expect(mine).to_have_count(0)


def test_what_came_stays_under_the_finger_when_it_is_read_and_more_comes(page: Page, gateway: Gateway) -> None:
    gateway.settled(gateway.write(GUL, "salaam")["sid"], "received")
    sid = gateway.twilio().messages.create(from_=FROM, to=f"whatsapp:{GUL}", body="Which district?").sid or ""
    first = phone(page).locator(".message.in").element_handle()
    gateway.settled(sid, "read")
    say(gateway, "Are you there?")
    expect(phone(page).locator(".message.in")).to_have_count(2)
    assert first.evaluate("e => e.isConnected")


def test_nothing_is_run_that_a_message_says(page: Page, gateway: Gateway) -> None:
    gateway.write(GUL, '<img src=x onerror="document.title=1"> https://example.org/a?b=<b>')
    words = phone(page).locator(".words")
    expect(words).to_contain_text("<img src=x")
    expect(words.locator("a")).to_have_attribute("href", re.compile(r"^https://example\.org/a\?b=$"))
    assert page.title() == "Arzi · simulator"


def test_a_narrow_window_shows_one_phone_whole(page: Page, gateway: Gateway) -> None:
    page.set_viewport_size({"width": 360, "height": 640})
    gateway.write(GUL, "تین دن سے بجلی نہیں ہے اور گرمی بہت ہے، بچے بیمار ہو رہے ہیں " * 3)
    expect(phone(page).locator(".words")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    bubble = phone(page).locator(".bubble").bounding_box() or {}
    assert bubble["x"] >= 0
    assert bubble["x"] + bubble["width"] <= 360
    expect(phone(page).get_by_label("Message", exact=True)).to_be_in_viewport()


def test_the_page_shows_sms(page: Page, gateway: Gateway) -> None:
    gateway.twilio().messages.create(from_=NUMBER, to=GUL, body="KP-2026-000123-4")
    expect(phone(page).locator(".message.sms")).to_contain_text("SMS")


def test_a_whole_call_in_the_browser(page: Page, gateway: Gateway) -> None:
    gateway.twiml.update(FLOW)
    mine = phone(page)
    mine.get_by_label("Call the helpline").click()
    said = mine.locator(".said")
    expect(said).to_contain_text("اردو کے لیے ایک دبائیں")
    expect(said.locator(".words").first).to_have_css("direction", "rtl")
    expect(mine.locator(".listens")).to_have_text("Listening for one key")
    mine.get_by_label("Key 1", exact=True).click()
    expect(said).to_contain_text("ضلع؟")
    mine.get_by_label("Say something").fill("مردان")
    mine.get_by_label("How well it is heard").select_option("poorly")
    mine.get_by_role("button", name="Say", exact=True).click()
    expect(mine.locator(".listens")).to_have_text("Listening: speak after the beep")
    mine.get_by_role("button", name="Record", exact=True).click()
    page.wait_for_timeout(1200)  # so long does the caller speak
    mine.get_by_role("button", name="Stop").click()
    expect(mine.locator(".state")).to_have_text("ended")
    expect(said).to_contain_text("شکریہ")
    forms = dict(gateway.voice)
    assert (forms["language"]["Digits"], forms["place"]["SpeechResult"]) == ("1", "مردان")
    assert float(forms["place"]["Confidence"]) == 0.55
    assert int(forms["told"]["RecordingDuration"]) >= 1
    content = HTTP.get(forms["told"]["RecordingUrl"], auth=(SID, TOKEN)).content
    assert content.startswith(b"RIFF")
    mine.get_by_role("button", name="Back to the messages").click()
    expect(mine.get_by_label("Message", exact=True)).to_be_visible()


def test_hanging_up_and_an_answer_that_twilio_would_not_follow(page: Page, gateway: Gateway) -> None:
    gateway.twiml.update(FLOW)
    mine = phone(page)
    mine.get_by_label("Call the helpline").click()
    mine.get_by_label("Hang up").click()
    expect(mine.locator(".state")).to_have_text("ended")
    assert gateway.voice[-1][0] == "status"
    mine.get_by_role("button", name="Back to the messages").click()
    gateway.twiml[""] = "<Shout>x</Shout>"
    mine.get_by_label("Call the helpline").click()
    expect(mine.locator(".listens")).to_contain_text("<Shout> may not stand in <Response>")


@pytest.mark.parametrize("key", ["2", "۲"])
def test_the_helpline_calls(page: Page, gateway: Gateway, key: str) -> None:
    gateway.twiml.update(FLOW)
    expect(phone(page)).to_be_visible()
    gateway.twilio().calls.create(to=GUL, from_=HELPLINE, url=f"{gateway.public_url}/in/ivr/solved")
    mine = phone(page)
    expect(mine.locator(".state")).to_have_text("is calling you")
    mine.get_by_role("button", name="Answer").click()
    expect(mine.locator(".said")).to_contain_text("is it solved?")
    region = mine.get_by_role("region", name="Call", exact=True)
    region.dispatch_event("keydown", {"key": key, "code": "Digit2", "bubbles": True})
    expect(mine.locator(".state")).to_have_text("ended")
    assert dict(gateway.voice)["told"]["Digits"] == "2"


def test_a_list_is_opened_and_chosen_from(page: Page, gateway: Gateway) -> None:
    gateway.settled(gateway.write(GUL, "salaam")["sid"], "received")
    items = [{"item": name, "id": key, "description": "ضلع"} for name, key in (("مردان", "Mardan"), ("سوات", "Swat"))]
    shape = {"body": "کون سا ضلع؟", "button": "فہرست کھولیں", "items": items}
    content = {"friendly_name": "places", "language": "ur", "types": {"twilio/list-picker": shape}}
    base = f"{gateway.url}/simulator/twilio/v1/Content"
    sid = HTTP.post(base, json=content, auth=(SID, TOKEN)).json()["sid"]
    gateway.twilio().messages.create(from_=FROM, to=f"whatsapp:{GUL}", content_sid=sid)
    opener = phone(page).get_by_role("button", name="فہرست کھولیں")
    opener.press("Enter")
    sheet = page.get_by_role("dialog")
    expect(sheet.get_by_role("button", name="مردان")).to_contain_text("ضلع")
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    opener.click()
    sheet.get_by_role("button", name="سوات").press("Enter")
    expect(phone(page).locator(".message.out").last).to_contain_text("سوات")
    eventually(lambda: len(gateway.received) == 2)
    assert gateway.received[1]["ListId"] == "Swat"
    expect(opener).to_be_disabled()


def test_a_voice_note_is_chosen(page: Page, gateway: Gateway) -> None:
    note = {"name": "note.ogg", "mimeType": "audio/ogg", "buffer": b"OggS" + b"\0" * 60}
    phone(page).get_by_label("Attach").click()
    phone(page).locator("input[name=audio]").set_input_files([note])  # type: ignore[list-item]
    expect(phone(page).locator(".message.out audio")).to_be_visible()
    eventually(lambda: gateway.received)
    assert gateway.received[0].items() >= {"MessageType": "audio", "MediaContentType0": "audio/ogg"}.items()


def test_the_agents_view_stands_beside_the_phones(page: Page) -> None:
    page.get_by_role("button", name="Agent's view").click()
    frame = page.frame_locator("#agent iframe")
    expect(frame.locator("body")).to_be_attached()
    expect(phone(page)).to_be_visible()
    page.get_by_role("button", name="Agent's view").click()
    expect(page.locator("#agent")).to_be_hidden()
