"""Messages that nobody can answer where they arrive: SMS from a registered name, as in Pakistan.

Such a message offers no answers to choose. Below its text it says where an answer is heard: the case's page with its
code, and the numbers by which we are reached. Nothing is asked by it that waits for an SMS.
"""

import dataclasses

from core.casework.proof import in_groups, message_code
from core.casework.reach import SLIP
from core.messages import OutboundMessage
from core.ports import NumberedChannel, OneWayChannel
from core.reference.phrasebook import say
from core.services import notifications
from core.store.casework import tickets
from core.store.pipeline import outbox
from core.store.pipeline.tables import OutboxRow
from core.text.tracking import link_to
from gateway.channels import channel_label
from gateway.house import House

_OF_CASES = ("prove:", "tried:", "alarm:")
"""Causes whose messages say themselves what to do: a code to be entered, a warning, an alarm for an officer."""


def cannot_be_answered(house: House, channel: str, address: str) -> bool:
    """Would a message to this address by this channel be one to which nobody can answer?"""
    found = house.channels.get(channel)
    return isinstance(found, OneWayChannel) and found.one_way(OutboundMessage("", channel, address, ""))


def outgoing(house: House, row: OutboxRow) -> OutboundMessage:
    """A staged message as it goes out."""
    message = outbox.message_of(row)
    channel = house.channels.get(row.channel)
    if not isinstance(channel, OneWayChannel) or not channel.one_way(message) or row.cause.startswith(_OF_CASES):
        return message
    told = message.menu.said(message.text) if message.menu is not None else message.text
    text = "\n".join([told, *_what_to_do(house, row, message)])
    return dataclasses.replace(message, text=text, buttons=(), menu=None)


def _what_to_do(house: House, row: OutboxRow, message: OutboundMessage) -> list[str]:
    link, code = _page(house, row, message)
    numbers = [
        f"{channel_label(channel.name, _written(message.language))} {channel.public_number}"
        for channel in house.channels.values()
        if isinstance(channel, NumberedChannel)
    ]
    page = [say("one_way_page", message.language, link=link, code=code)] if code else []
    page = page or ([link] if link and link not in message.text else [])
    ways = ", ".join(numbers)
    return [*page, say("one_way", message.language, ways=ways) if ways else say("one_way_only", message.language)]


def _page(house: House, row: OutboxRow, message: OutboundMessage) -> tuple[str, str]:
    """The case's page, and the code that opens it: only to where the case is told of anyway."""
    if row.conversation_id is None:
        return "", ""
    with house.store.read() as session:
        ticket = tickets.of_conversation(session, row.conversation_id)
        if ticket is None:
            return "", ""
        ways = notifications.ways_to(session, ticket, house.cases.channels)
    theirs = any(way.channel != SLIP and way.address == message.to for way in ways)
    secret, now = house.cases.secret, house.clock.now()
    code = in_groups(message_code(secret, ticket.number, now)) if theirs and secret else ""
    return link_to(house.track_link, ticket.number), code


def _written(language: str) -> str:
    return "en" if language == "roman_ur" else language
