"""What phones and programs add under a mail, and what a person says in the same words."""

import pytest

from channels.email.device_lines import is_device_line


@pytest.mark.parametrize(
    "line",
    [
        "Sent from my iPhone", "Sent from my Infinix HOT 40i", "Sent from Yahoo Mail on Android", "Sent from Outlook",
        "Sent from my Jazz phone, please excuse any typos.", "(sent from a phone)", "Sent via BlueMail for Android",
        "Get Outlook for Android", "Get Outlook for iOS<https://aka.ms/x>", "Get [Outlook for Android](https://aka.ms/x)",
        "Sent from TypeSet<https://www.typeset.example/get>", "Yahoo Mail: Search, Organise, Conquer",
        "Envoyé de mon iPhone", "Envoyé à partir de Outlook pour iOS", "Von meinem iPad gesendet", "Sendt fra min iPad",
        "Skickat från min Samsung-telefon", "Verzonden met mijn Nokia", "Inviato da iPhone",
        "Надіслано з мого телефону iPhone", "Отправлено с iPhone", "从我的 iPhone 发送",
        "یاہو میل سے Android پر بھیجا گیا", "Android پر Yahoo Mail سے بھیجا گیا", "میرے آئی فون سے بھیجا گیا",
        "میرے سام سنگ گیلکسی اسمارٹ فون سے بھیجا گیا۔", "iPhone سے ارسال کردہ", "آؤٹ لک برائے اینڈرائیڈ سے بھیجا گیا",
        "Android کے لیے آؤٹ لک حاصل کریں", "موبائل سے بھیجی گئی", "میرے Redmi سے بھیجا گیا",
        "زما د iPhone څخه لېږل شوی", "له Android څخه لېږل شوی", "زما له موبایل نه استول شوی",
        "ارسال شده از iPhone من", "تم الإرسال من هاتفي", "مُرسل من هاتف Samsung Galaxy الذكي", "أرسلت من Yahoo Mail",
    ],
)  # fmt: skip
def test_a_device_wrote_it(line: str) -> None:
    assert is_device_line(line)


@pytest.mark.parametrize(
    "line",
    [
        "Sent from my desk, which is easier than my mobile phone",
        "From my house to the school there is no road",
        "The letter was sent from the mobile court",
        "Sent by post on 3 March: the office never answered",
        "میں نے یہ شکایت پہلے موبائل سے بھیجی تھی",
        "ہم نے یہ درخواست یاہو سے بھیجی ہے لیکن جواب نہیں آیا",
        "موبائل ٹاور سے خط بھیجا گیا تھا مگر کوئی نہیں آیا",
        "بجلی کا بل گھر نہیں بھیجا گیا",
        "The outlook for the crop is bad",
        "",
    ],
)
def test_a_person_wrote_it(line: str) -> None:
    assert not is_device_line(line)
