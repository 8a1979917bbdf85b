"""Beside the house: benches, made-up data, rehearsals. The gateway never imports it, and it is not in the wheel."""
