"""A place put together from its parts in the middle of talk; and joined with what the tagger found."""

import pytest

from nlu.dialogue.believed.phrases import place_phrase, reconciled, with_tail, without_carriers


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("mera ghar Gulbahar number 4 mein hai peshawar, gali mein gutter ka pani khara hai", "Gulbahar number 4"),
        ("The electricity at our house in Mingora Swat has been off for five days", "Mingora"),
        ("hamare gaon Mayar mein 3 din se transformer jala hua hai mardan ka", "gaon Mayar"),
        ("no water in our street for 6 days mohalla Qazian, Nowshera Kalan", "mohalla Qazian, Nowshera Kalan"),
        ("زموږ په کلي شیدو کې د اوبو ټيوب ويل خراب دی، نوښار", "کلي شیدو"),
        ("ہمارے گاؤں شموزئی ضلع سوات میں بجلی کا کھمبا گرنے والا ہے", "گاؤں شموزئی"),
        ("ہم محلہ خداداد پشاور کے رہنے والے ہیں، ہماری گلی میں گٹر ابل رہا ہے", "محلہ خداداد"),
        ("Dabgari gate peshawar ke samne wali gali mein kachre ka dher hai", "Dabgari gate"),
        ("yahan Hayatabad phase 6 sector F9 mein pani nahi aa raha", "Hayatabad phase 6 sector F9"),
        ("پشاور حیات آباد فیز 3 میں سٹریٹ لائٹس بند ہیں", "حیات آباد فیز 3"),
        ("په حیات اباد فېز درې کې بجلي نشته", "حیات اباد فېز درې"),
        ("Garbage has not been lifted from Tehkal Bala, Peshawar for two weeks", "Tehkal Bala"),
        ("village Manerai Bala tehsil and district Swabi, no electricity", "village Manerai Bala"),
        ("the road from Shergarh bazaar to Jalala in Mardan is broken", "Shergarh bazaar"),
        ("hamare ilaqe Takht bhai mein bijli 16 ghante jati hai", "Takht bhai"),
        ("shamshato camp ke paas wali nehar mein paani nahi peshawar", "shamshato camp"),
        ("د سوات په کبل تحصیل د هزاره کلي په سړک کې لوی کنده ده", "کبل تحصیل د هزاره کلي"),
        ("زما کور په ډبګرۍ کې دی، پېښور، د نل اوبه بدبويي لري", "ډبګرۍ"),
        ("mera ghar mohalla eid gah kohat mein hai jahan gas bilkul nahi aati", "mohalla eid gah"),
        ("street number 5 Nawan Sheher Abbottabad mein street light nahi", "street number 5 Nawan Sheher"),
        ("گلی نمبر 3، محلہ عثمان آباد، ایبٹ آباد میں نالی بند ہے", "گلی نمبر 3، محلہ عثمان آباد"),
        ("Bannu mein Tanchi bazar ke peeche wali masjid ke paas transformer kharab hai", "Tanchi bazar"),
        ("سرائے نورنگ کے گاؤں نار میں پینے کا پانی نہیں، لکی مروت", "سرائے نورنگ کے گاؤں نار"),
        ("da Charsadde da Tarnab kali lar kharaba da", "Tarnab kali"),
        ("sir hamari basti Islamabad no 2 nowshera me bijli ka meter jal gaya", "basti Islamabad no 2"),
        ("بحرین بازار سوات میں پولیس والے پیسے لیتے ہیں", "بحرین بازار"),
        ("our house is in Sector 2, Khalabat Township, Haripur, no gas", "Sector 2, Khalabat Township"),
        ("zila Charsadda tehsil Shabqadar gaon Matta Mughal Khel", "tehsil Shabqadar gaon Matta Mughal Khel"),
        ("نه، دا په مردان کې ده، تورو", "تورو"),
        ("mardan ke gaon Hoti mein", "gaon Hoti"),
        ("no gas in Sheikh Maltoon Town sector E Mardan", "Sheikh Maltoon Town sector E"),
        ("زه د کوهاټ د جنګل خېل اوسېدونکی یم، زموږ کوڅه کې اوبه ولاړې دي", "جنګل خېل"),
        ("mohallah khwaja abad street number 2 house 14", "mohallah khwaja abad street number 2 house 14"),
        ("گاؤں کا نام ڈھیری ہے", "ڈھیری"),
        ("assalam o alaikum hum Nishtarabad Peshawar se hain yahan gas nahi hai", "Nishtarabad"),
        ("ہم دلہ زاک روڈ پشاور پر رہتے ہیں، سٹریٹ لائٹ نہیں", "دلہ زاک روڈ"),
        ("د بونېر په پیر بابا کې د برېښنا ټرانسفارمر سوځېدلی", "پیر بابا"),
        ("mansehra ke ilaqa Shinkiari mein hospital mein doctor nahi", "Shinkiari"),
        ("DHQ hospital Karak mein dawai nahi", None),
        ("bijli nahi hai 3 din se Mardan mein", None),
        ("NADRA office Tank wale card nahi de rahe", None),
        ("hamari gali mein pani nahi Swabi", None),
        ("hamare gaon mein bijli nahi hai, swat", None),
        ("زموږ په کلي کې اوبه نشته", None),
        ("پشاور میں بجلی نہیں ہے", None),
        ("3 din se bijli nahi, 5 bachay bimar hain", None),
    ],
)
def test_the_place_of_a_complaint(text: str, place: str | None) -> None:
    found = place_phrase(text)
    assert (found.text if found else None) == place


def test_a_town_counts_in_its_district() -> None:
    text = "no gas since the men of Mingora came"
    assert place_phrase(text, "Mardan") is None
    found = place_phrase(text, "Swat")
    assert found is not None
    assert found.text == "Mingora"


@pytest.mark.parametrize(
    ("words", "left"),
    [
        ("mera ghar Toru mein hai", "Toru"),
        ("yahan hamare gaon", "gaon"),
        ("زما کور د ګلبهار", "ګلبهار"),
        ("ہمارا گھر محلہ باقر شاہ میں ہے", "محلہ باقر شاہ"),
        ("ghar no 112 sector 4 KDA", "ghar no 112 sector 4 KDA"),
        ("hamare ghar mein", ""),
    ],
)
def test_talk_at_the_ends_is_no_place(words: str, left: str) -> None:
    assert without_carriers(words) == left


@pytest.mark.parametrize(
    ("told", "text", "place"),
    [
        ("Dabgari", "Dabgari gate peshawar ke samne", "Dabgari gate"),  # cut
        ("Shergarh bazaar to Jalala", "the road from Shergarh bazaar to Jalala", "Shergarh bazaar"),  # overfull
        ("near Khwazakhela hospital", "a broken bridge near Khwazakhela hospital", "near Khwazakhela hospital"),
        ("paas mohalla Sheikhan", "nehar ke paas mohalla Sheikhan mein", "mohalla Sheikhan"),
        ("جومات سره نږدې", "زما کور د جومات سره نږدې دی په ګلبهار کې", "ګلبهار, جومات سره نږدې"),
        (None, "hamare ilaqe Takht bhai mein", "Takht bhai"),
        ("Nar Jafar", "bijli nahi", "Nar Jafar"),
        (None, "bijli nahi", None),
        ("mohalla", "no gas in our mohalla", None),
        ("mohalla", "no gas in our mohalla. I am in Kohat, Jangle Khel", "Jangle Khel"),
    ],
)
def test_both_findings_make_one_place(told: str | None, text: str, place: str | None) -> None:
    assert reconciled(told, place_phrase(text)) == place


@pytest.mark.parametrize(
    ("text", "place", "whole"),
    [
        ("street 2 house 14 near masjid bilal", "street 2 house 14", "street 2 house 14, near masjid bilal"),
        ("gaon Turlandi mein, masjid ke sath", "gaon Turlandi", "gaon Turlandi, masjid ke sath"),
        ("محلہ باقر شاہ، جامع مسجد کے سامنے", "محلہ باقر شاہ", "محلہ باقر شاہ, جامع مسجد کے سامنے"),
        ("gaon Turlandi. bijli kab aayegi", "gaon Turlandi", "gaon Turlandi"),
        ("Toru, my name is Ali", "Toru", "Toru"),
    ],
)
def test_the_landmark_behind_it_is_kept(text: str, place: str, whole: str) -> None:
    assert with_tail(text, place) == whole
