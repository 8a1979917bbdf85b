# ruff: noqa: S311 - the same seed must give the same lines
"""Lines of text rendered with many fonts, for training. Stands alone, so that it also runs where Pillow's layout engine
has Graphite (Debian's python3-pil), which the Awami Nastaliq font needs.

``python render.py WORDS.json FONTS.json OUT.npz COUNT SEED [numbers]``. FONTS is a list of [path, share, languages,
signs]. Each line is a grey picture of the ink's box, 64 pixels high, and its signs from left to right. With ``numbers``
there is nothing else on it.
"""

import json
import random
import sys
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

sys.path.insert(0, str(Path(__file__).parents[2] / "channels" / "letters"))
from alphabet import ALPHABET, as_seen

HEIGHT = 64
_NATIVE = {"ur": "۰۱۲۳۴۵۶۷۸۹", "ps": "۰۱۲۳۴۵۶۷۸۹", "ar": "٠١٢٣٤٥٦٧٨٩"}


class Words:
    """Draws words of a language: known ones, and invented ones with its usual sequences of letters."""

    def __init__(self, counts, rng):
        self.rng = rng
        self.words = [w for w in counts if set(w) <= set(ALPHABET)]
        self.weights = [min(counts[w], 60) ** 0.5 for w in self.words]
        self.follow = {}
        for word in self.words:
            padded = "^^" + word + "$"
            for i in range(len(padded) - 2):
                self.follow.setdefault(padded[i : i + 2], []).append(padded[i + 2])

    def draw(self):
        return self.invent() if self.rng.random() < 0.18 else self.rng.choices(self.words, self.weights)[0]

    def invent(self):
        word = "^^"
        while len(word) < 11:
            sign = self.rng.choice(self.follow[word[-2:]])
            if sign == "$":
                break
            word += sign
        return word[2:]


def number(rng, language):

    def digits(n):
        return "".join(rng.choice("0123456789") for _ in range(n))

    kind = rng.random()
    if kind < 0.25:
        text = f"{digits(5)}-{digits(7)}-{digits(1)}"
        spelt = (text, text, text.replace("-", ""), "-".join(reversed(text.split("-"))), text.replace("-", " - "))
        text = rng.choice(spelt)
    elif kind < 0.5:
        text = rng.choice(
            (
                f"03{digits(2)}-{digits(7)}",
                f"03{digits(2)} {digits(7)}",
                f"03{digits(9)}",
                f"+923{digits(9)}",
                f"09{digits(2)}-{digits(6)}",
            )
        )
        text = "-".join(reversed(text.split("-"))) if rng.random() < 0.15 else text
    elif kind < 0.75:
        mark = rng.choice("-/./")
        day, month = rng.randint(1, 31), rng.randint(1, 12)
        wide = rng.random() < 0.6
        text = mark.join((f"{day:02d}" if wide else str(day), f"{month:02d}" if wide else str(month), f"20{digits(2)}"))
        text = mark.join(reversed(text.split(mark))) if rng.random() < 0.15 else text
    else:
        text = rng.choice(
            (
                digits(1),
                digits(2),
                digits(3),
                digits(4),
                f"{digits(2)},{digits(3)}",
                f"{digits(2)}/{digits(2)}",
                f"{digits(1)}.{digits(1)}",
                f"{digits(2)}%",
            )
        )
    native = rng.random()
    if native < 0.5:
        text = text.translate(str.maketrans("0123456789", _NATIVE[language]))
    elif native < 0.57:
        text = text.translate(str.maketrans("0123456789", _NATIVE["ar"]))
    return text


def latin(rng):
    return "".join(rng.choice("abcdefghijklmnoprstuvwyABCDEFGHIKLMNPRSTWZ") for _ in range(rng.randint(2, 9)))


def parts(rng, words, language):  # noqa: C901 - a list of chances
    """Runs in reading order: (text, is it left to right)."""
    if rng.random() < 0.1:
        return [(number(rng, language), True)]
    runs, length, target = [], 0, rng.choice((6, 12, 20, 28, 36))
    while length < target:
        roll = rng.random()
        if roll < 0.10:
            runs.append((number(rng, language), True))
        elif roll < 0.115:
            runs.append((latin(rng), True))
        else:
            chosen = []
            for _ in range(rng.randint(1, 5)):
                word = words.draw()
                mark = rng.random()
                if mark < 0.07:
                    word += "،" if mark < 0.05 else "؛"
                elif mark < 0.14:
                    word += "۔" if language == "ur" or mark < 0.1 else "."
                elif mark < 0.18:
                    word += rng.choice((":", ":", "؟", "!", " -"))
                elif mark < 0.20:
                    word = f"({word})"
                chosen.append(word)
            if runs and not runs[-1][1]:
                chosen = [*runs.pop()[0].split(" "), *chosen]
            runs.append((" ".join(chosen), False))
        length = sum(len(text) + 1 for text, _ in runs)
    return runs


def covered(font_signs, text):
    return all(ord(sign) in font_signs for sign in text if sign not in " ")


def draw(runs, font, language):
    """The line's picture cut to its ink and its signs from left to right; None where nothing shows."""
    space = max(4, font.getlength(" "))
    widths = [font.getlength(text, direction="ltr" if ltr else "rtl", language=language) for text, ltr in runs]
    size = font.size
    picture = Image.new("L", (int(sum(widths) + space * len(runs)) + 4 * size, 5 * size), 0)
    pen = ImageDraw.Draw(picture)
    x, seen = picture.width - 2 * size, []
    for (text, ltr), width in zip(runs, widths, strict=True):
        x -= width
        pen.text((x, 3 * size), text, 255, font=font, anchor="ls", direction="ltr" if ltr else "rtl", language=language)
        x -= space
        seen.append(
            "".join("¤" if sign.isascii() and sign.isalpha() else sign for sign in text) if ltr else as_seen(text)
        )
    box = picture.getbbox()
    if box is None or box[3] - box[1] < 8:
        return None
    picture = picture.crop(box)
    width = max(8, round(picture.width * HEIGHT / picture.height))
    if width > 1600:
        return None
    return np.asarray(picture.resize((width, HEIGHT), Image.LANCZOS), np.uint8), " ".join(reversed(seen))


def main(words_file, fonts_file, out, count, seed, only=None):
    rng = random.Random(int(seed))
    counts = json.loads(Path(words_file).read_text("utf-8"))
    lexicon = {language: Words(counts[language], rng) for language in counts}
    fonts = json.loads(Path(fonts_file).read_text("utf-8"))
    cache, pictures, labels, names = {}, [], [], []
    while len(pictures) < int(count):
        path, _, languages, signs = rng.choices(fonts, [font[1] for font in fonts])[0]
        size = rng.randint(34, 64)
        font = cache.setdefault((path, size), ImageFont.truetype(path, size))
        signs = cache.setdefault(path, set(signs))
        language = rng.choice(languages)
        runs = [(number(rng, language), True)] if only == "numbers" else parts(rng, lexicon[language], language)
        if not all(covered(signs, text) for text, _ in runs):
            continue
        drawn = draw(runs, font, language)
        if drawn and len(drawn[1]) >= 1:
            pictures.append(drawn[0])
            labels.append(drawn[1])
            names.append(Path(path).stem)
    packed = np.concatenate([picture.ravel() for picture in pictures])
    np.savez(out, ink=packed, widths=[picture.shape[1] for picture in pictures], labels=labels, fonts=names)


if __name__ == "__main__":
    main(*sys.argv[1:7])
