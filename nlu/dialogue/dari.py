"""Dari, which we cannot read yet: known by its small words, so that its writer can be told."""

from core.text.lexicon import script_key
from nlu.dialogue.words import tokens

_OWN_WORDS = """
    است هستم هستیم هستند هستی نیست نیستم دارم داریم دارد ندارم ندارد ندارند کجاست چیست کیست میخواهم خواهم میکنم میکند
    میکنند شده میشود نمیشود نمیدهد نمیآید کرده بود ام اید بدهید کنید لطفا لطفاً متاسفانه ازین درین برایم برای
"""
_ITS_OWN = frozenset(map(script_key, _OWN_WORDS.split()))
_ALSO = frozenset(map(script_key, ("من", "ما", "شما", "را", "در", "از", "این", "آن", "که", "هم", "با", "به", "و")))
_FEWEST, _OWN = 3, 2


def is_dari(text: str) -> bool:
    """Two words that neither Urdu nor Pashto has, and one more of its small ones."""
    said = [script_key(word) for word in tokens(text) if not word.isascii()]
    own = {word for word in said if word in _ITS_OWN}
    return len(own) >= _OWN and sum(word in _ITS_OWN or word in _ALSO for word in said) >= _FEWEST
