"""The timed part of the helpline: what RQ's cron has done again and again. Any number may run at once."""

from channels.ivr.channel import Ivr
from gateway.house import House
from gateway.pipeline.calls.ending import end_forgotten
from gateway.pipeline.calls.outgoing import ask_by_telephone


def helpline(house: House) -> None:
    """Calls that ended without a word, and calls to ask whether a case is solved."""
    channel = house.channels.get("ivr")
    if isinstance(channel, Ivr):
        end_forgotten(house, channel)
        ask_by_telephone(house, channel)
