"""Listeners: processes that receive bytes, hand them to accept, and only then say that they have them."""

from collections.abc import Callable

from core.messages import Envelope
from gateway.pipeline.accept import Accepted

AcceptEnvelope = Callable[[Envelope], Accepted]
"""``gateway.pipeline.accept.accept`` with its house and channel: commits, or raises Rejected or Unavailable."""

__all__ = ["AcceptEnvelope", "Accepted"]
