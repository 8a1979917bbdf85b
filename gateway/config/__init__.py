"""Typed settings from config.yaml and the environment: ``load_settings``, ``channel_settings``, ``Settings``."""

from gateway.config.sections import Profile, Section
from gateway.config.settings import LOOPBACK, Settings, channel_settings, load_settings

__all__ = ["LOOPBACK", "Profile", "Section", "Settings", "channel_settings", "load_settings"]
