"""What programs and gateways put into subjects."""

import pytest

from core.text.subject_prefixes import FORWARD, REPLY, TAG, peel


@pytest.mark.parametrize(
    ("subject", "rest", "kinds"),
    [
        ("Water supply", "Water supply", ()),
        ("Re: Water supply", "Water supply", (REPLY,)),
        ("RE: EXTERNAL: Water supply", "Water supply", (REPLY, TAG)),
        ("***SPAM*** Re: Water supply", "Water supply", (TAG, REPLY)),
        ("*****SPAM***** Water supply", "Water supply", (TAG,)),
        ("[SPAM] [EXT] RE[2]: Fw: Water supply", "Water supply", (TAG, TAG, REPLY, FORWARD)),
        ("{Spam?} Water supply", "Water supply", (TAG,)),
        ("(External) AW: Water supply", "Water supply", (TAG, REPLY)),
        ("EXT | Re: Water supply", "Water supply", (TAG, REPLY)),
        ("EXTERNAL - Water supply", "Water supply", (TAG,)),
        ("Antwort: Water supply", "Water supply", (REPLY,)),
        ("ځواب: د اوبو رسول", "د اوبو رسول", (REPLY,)),
        ("پاسخ: آب", "آب", (REPLY,)),
        ("جواب：پانی کی فراہمی", "پانی کی فراہمی", (REPLY,)),
        ("\u200fجواب: \u200fپانی", "پانی", (REPLY,)),
        ("回复：Water supply", "Water supply", (REPLY,)),
        ("SV: VS: Odp: Ynt: Water supply", "Water supply", (REPLY,) * 4),
        ("WG: TR: فارورڈ: Water supply", "Water supply", (FORWARD,) * 3),
        ("Re: Water supply [EXTERNAL]", "Water supply", (REPLY, TAG)),
        ("Re: Water [External] supply (Ticket #4471)", "Water supply", (REPLY, TAG)),
        ("[Water] [Street 4]", "Water Street 4", (TAG, TAG)),
        ("Warning: the wall may fall", "Warning: the wall may fall", ()),
        ("External examiner did not come", "External examiner did not come", ()),
        ("Ref: letter 44, water", "Ref: letter 44, water", ()),
        ("Request: water supply", "Request: water supply", ()),
        ("Bulk meter broken - no water", "Bulk meter broken - no water", ()),
        ("Odp.: Réf. : Re-: Отв.: Water supply", "Water supply", (REPLY,) * 4),
        ("R: پاسخ به: د ځواب: ری: Water supply", "Water supply", (REPLY,) * 4),
        ("RE; Water supply", "Water supply", (REPLY,)),
        ("Vá: Trả lời: Balas: ตอบกลับ: Vastaus: Water supply", "Water supply", (REPLY,) * 5),
        ("İLT: Továbbítás: Vidarebefordrat: هدایت: ارجاع: مخته لېږل: آگے: Water", "Water", (FORWARD,) * 7),
        ("⚠️ [EXTERNAL] Water supply 🔒", "Water supply", (TAG,)),
        ("CAUTION: External: Water supply", "Water supply", (TAG,)),
        ("##SPAM## SPAM-LOW: SPAM? Water supply", "Water supply", (TAG,) * 3),
        ("HARİCİ: DIŞ: Ext. Mail: Water supply", "Water supply", (TAG,) * 3),
        ("Re: Water supply - EXTERNAL", "Water supply", (REPLY, TAG)),
        ("Re: Water supply (fwd)", "Water supply", (REPLY, FORWARD)),
        ("Re: Water supply (was: No answer)", "Water supply", (REPLY, TAG)),
        ("Re: Water supply [Scanned by the gateway]", "Water supply", (REPLY, TAG)),
        ("Water - external pipe broken", "Water - external pipe broken", ()),
        ("Respuesta: Risposta: Resposta: Odpowiedź: Відп.: תשובה: Water supply", "Water supply", (REPLY,) * 6),
        ("الرد على: جواباً: بجواب: उत्तर: Water supply", "Water supply", (REPLY,) * 4),
        ("RE - FWD - Water supply", "Water supply", (REPLY, FORWARD)),
        ("*EXTERNAL* EXTERNAL>> !SPAM! _SPAM_ 【外部メール】 ВНЕШНЕЕ: Water supply", "Water supply", (TAG,) * 6),
        ("Re: Water supply [SEC=OFFICIAL]", "Water supply", (REPLY, TAG)),
        ("Re: Water supply #external#", "Water supply", (REPLY, TAG)),
        ("Re-grading of the road - no answer", "Re-grading of the road - no answer", ()),
        ("*very* urgent", "*very* urgent", ()),
        ("", "", ()),
        (None, "", ()),
    ],
)
def test_peel(subject: str | None, rest: str, kinds: tuple[str, ...]) -> None:
    peeled = peel(subject)
    assert (peeled.rest, peeled.kinds) == (rest, kinds)
