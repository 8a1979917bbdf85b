"""What filling.py puts into the old store and test_upgrade.py looks for."""

KEY = "the privacy key of the store that is upgraded"
SEEDED = 20
ANSWERED, WAITING = "+923001111111", "+923002222222"
