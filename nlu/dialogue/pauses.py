"""Words with which a writer only takes a breath before the message itself: "ek min, Besham nahi, Alpurai likho"."""

import re
from dataclasses import replace

from nlu.dialogue.shapes import Heard, Said

_PAUSE = (
    r"hold on|hang on|wait(?: a)?(?: sec(?:ond)?| min(?:ute)?| moment| bit)?|"
    r"(?:just )?(?:a|one) (?:sec(?:ond)?|min(?:ute)?|moment)|"
    r"umm*|hmm+|er+m?|listen|"
    r"(?:zara |ek |aik )?(?:min(?:t|ute)?|sec(?:ond)?)|"
    r"(?:acha |achha |zara |ek dafa )*(?:ruk(?:o|ain|en|iye|ye|na|ein)|th(?:e|a|ehe)hr\w*|theher\w*)"
    r"(?: zara| ek min\w*)?|"
    r"suno|sunein|sunen|dekhein|dekho|"
    r"(?:ذرا |اچھا )*(?:ٹھہر\w*|ٹہر\w*|رکو|رکیں|رکیے|سنیں|سنو|دیکھیں)(?: ذرا)?|ایک (?:منٹ|سیکنڈ|لمحہ)|"
    r"(?:لږ )?(?:[اوو]?ودرېږ\w*|[او]درېږ\w*|[او]دریږ\w*|ودریږ\w*|صبر(?: وکړ\w*| اوکړ\w*)?|واوره|واورئ)|"
    r"یو(?:ه)? (?:منټ|دقیقه|منټه)|"
    r"(?:lag )?(?:w?odar\w*|w?adreg\w*|sabar(?: oka\w*| wka\w*)?)|yaw (?:mint|minute|daqiqa)"
)
_BEGINS = re.compile(rf"^\s*(?:(?:{_PAUSE})\s*(?:[,،.…!:–-]+\s*|\s(?=n[ao]\b)))+(?=\S)", re.IGNORECASE)


def without_pause(turn: Said, heard: Heard) -> "tuple[Said, Heard]":
    """The turn without such words before it; what is left stands where it stood, because spans point into it."""
    pause = _BEGINS.match(turn.text[:200])
    if pause is None or not any(sign.isalnum() for sign in turn.text[pause.end() :]):
        return turn, heard
    spans = tuple(one for one in heard.spans if one.start >= pause.end())
    return replace(turn, text=" " * pause.end() + turn.text[pause.end() :]), replace(heard, spans=spans)
