"""Hypothesis without its deadline of 0.2 s for each example, and without its complaint that making them is slow: beside
much else here both take longer now and then."""

from hypothesis import HealthCheck, settings

settings.register_profile("arzi", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("arzi")
