"""The newly written text of answers: how programs announce what they quote, and how signatures end it."""

import pytest

from channels.email.quotes import split_reply

OWN = "No, it is not solved."
OLD = "Is it solved? Answer yes or no."


@pytest.mark.parametrize(
    "announced",
    [
        "2026-11-23 17:21 GMT+05:00 Complaint Office",
        "2026-11-23 17:21 GMT+05:00 Complaint Office <\noffice@arzi.example>:",
        "2026/11/23 Complaint Office <office@arzi.example>",
        '23.11.2026, 17:21, "Complaint Office" <office@arzi.example>:',
        '11:00 AM, November 23, 2026, "Complaint Office" <office@arzi.example>:',
        "Monday, 23 November 2026, 3:32 PM +0500 from office@arzi.example <office@arzi.example>:",
        "ср, 23 лист. 2026 р. о 15:19 Office <office@arzi.example> пише:",
        '23 лист. 2026 р. 20:45 "Office" <office@arzi.example> пише:',
        'Am 23.11.2026 17:48 schrieb "Office" <office@arzi.example\n>:',
        "man. 23. nov. 2026 kl. 13:09 skrev Office <office@arzi.example\n>:",
        "Op 23 nov. 2026 05:13 schreef Office <office@arzi.example> het\nvolgende geschreven:",
        "Vào 14:24 23 tháng 11, 2026, Office <office@arzi.example> đã viết:",
        "On Mon, Nov 23, 2026 at 10:07 PM Office\n\n<\nmailto:Office <office@arzi.example>\n> wrote:",
        "---- Complaint Office wrote ----",
        "-------- Oprindelig besked --------",
        "-------- Opprinnelig melding --------",
        "--------- Ursprungligt meddelande ---------",
        "Från: Office [mailto:office@arzi.example]\nSkickat: den 23 november 2026 12:22\nTill: Gul\nÄmne: Water\n",
        "Fra: Office <office@arzi.example>\nSendt: 23. november 2026 12:22\nTil: Gul\nEmne: Water\n",
        "Van: Office <office@arzi.example>\nVerzonden: maandag 23 november 2026 12:22\nAan: Gul\nOnderwerp: Water\n",
        "От: Office <office@arzi.example>\nОтправлено: \u200e23\u200e.11.2026 15\u200e:\u200e05\nКому: Gul\n",
        "Date: Mon, 23 Nov 2026 00:15:02 -0600\nTo: gul@mail.example\n",
        "Am 23.11.26 um 17:21 schrieb Office:",
        "Office <office@arzi.example> şunları yazdı (23 Kas 2026 17:21):",
        "Office <office@arzi.example> نے پیر، 23 نومبر، 2026 کو لکھا:",
        "بتاريخ 23/11/2026 17:21، كتب Office:",
        "Pada Sen, 23 Nov 2026 17:21, Office <office@arzi.example> menulis:",
        "सोम, 23 नव॰ 2026, 17:21 को Office <office@arzi.example> ने लिखा:",
        "Office escreveu em 23/11/2026 17:21:",
        "Quoting Office <office@arzi.example>:",
        "##- Please type your reply above this line -##",
        "اس لائن سے اوپر جواب لکھیں",
        "-----Antwort Nachricht-----",
        "------------------------------\n\n*From:* Office\n*Sent:* 2026-11-23 12:00\n*To:* gul@mail.example\n",
    ],
)
def test_what_a_program_quotes_is_left_out(announced: str) -> None:
    assert split_reply(f"{OWN}\n\n{announced}\n\n{OLD}", is_reply=True).new == OWN


@pytest.mark.parametrize(
    ("text", "new"),
    [
        (f"{OWN} On Mon, Nov 23, 2026 at 3:59 PM, Office <o@arzi.example> wrote:\n> {OLD}", OWN),
        (f"I waited in 2 offices\nOp 23 nov. 2026 05:13 schreef O <o@a.example>:\n> {OLD}", "I waited in 2 offices"),
        (f"On 23 Nov 2026 at 10:00 X <x@y.example> wrote:\n> {OLD}\n\n{OWN}\n\n--\nGul Khan\nPeshawar", OWN),
        (f"{OWN}\n\nOn 23 Nov 2026 at 10:00 X <x@y.example> wrote:\n> {OLD}\n\n--\nGul Khan", OWN),
        (f"{OWN}\n\n> {OLD}\n\n_______________\nwater mailing list\nwater@lists.example", OWN),
        (f"{OWN}\n\n\u1427", OWN),
        (f"{OWN}\n--\nمیرے Redmi سے بھیجا گیا", OWN),
        ("First.\n\n\nSecond.", "First.\n\n\nSecond."),
    ],
)
def test_answers_around_quotations_and_signatures(text: str, new: str) -> None:
    assert split_reply(text, is_reply=True).new == new


@pytest.mark.parametrize(
    "letter",
    [
        "The SDO came at 10:30 and told us this:\nno water before Eid.",
        "On 5 March the patwari wrote:\npay or wait.",
        "Our meter shows this\n________\nReading 4453\nGul Khan, 0300 1112223",
        "Items:\n--------------------\nPipe, two taps, one pump, and the road to the school which is\nbroken since May",
        "Date: 5 March\nTo: The Deputy Commissioner\n\nSir, the road is broken.",
        "Van No. LES 1234: the driver takes double fare.\nTill: 5 pm nobody came.",
        "The clerk at 10:30 wrote on the form of 5/3/2026 this:\nrefused.",
        "They quoted a price above this line of houses: 5000.",
        "My neighbour at 10:30 PM on 3 March 2026 told me:\nthe wire fell.",
    ],
)
def test_a_letter_stays_whole(letter: str) -> None:
    assert split_reply(letter, is_reply=False).new == letter


def test_a_quotation_of_ten_levels_is_left_out() -> None:
    old = "\n".join(f"{'>' * depth} {OLD}" for depth in range(1, 14))
    assert split_reply(f"{OWN}\n\n{old}", is_reply=True).new == OWN
