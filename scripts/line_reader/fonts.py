"""Which fonts the line reader is trained on, and which are left out so that its figures are about fonts it never saw.

``python -m scripts.line_reader.fonts FOLDER [MORE]`` writes ``train.json``, ``graphite.json``, ``late.json`` and
``test.json`` for render.py. MORE is a folder with fonts that Debian does not have. Debian's: fonts-noto-core,
fonts-noto-extra, fonts-sil-awami-nastaliq, fonts-hosny-amiri, fonts-hosny-thabit, fonts-sil-lateef,
fonts-sil-scheherazade, fonts-sil-harmattan, fonts-nafees, fonts-paktype, fonts-farsiweb, fonts-freefarsi, fonts-kacst.
In MORE: ``Gulzar.ttf`` (npm's @fontsource/gulzar, with an empty glyph for the space), ``tahoma.ttf`` (fonts-wine),
``FreeSerif.ttf`` (fonts-freefont-ttf), ``UKIJ_MacEkran.ttf`` (fonts-ukij-uyghur).
"""

import json
import sys
from pathlib import Path

from fontTools.ttLib import TTFont

_FOLDER = "/usr/share/fonts"
NASTALIQ = {"NotoNastaliqUrdu-Regular": 34.0, "NotoNastaliqUrdu-Bold": 8.0}
GRAPHITE = {"AwamiNastaliq-Regular": 1.0}
LATE = {"Gulzar": 1.0}
"""Nastaliq that is learnt from only at the end, so that before it the figures are those of a Nastaliq never seen."""
NASKH = {
    "NotoNaskhArabic-Regular": 6.0,
    "NotoNaskhArabic-Medium": 1.0,
    "NotoNaskhArabic-Bold": 2.0,
    "NotoSansArabic-Regular": 3.0,
    "NotoSansArabic-SemiCondensed": 1.0,
    "NotoSansArabic-Bold": 1.0,
    "Scheherazade-Regular": 8.0,
    "Scheherazade-Bold": 2.0,
    "Harmattan-Regular": 6.0,
    "Harmattan-Bold": 1.0,
    "Amiri-Regular": 6.0,
    "Amiri-Bold": 2.0,
    "Amiri-Slanted": 1.0,
    "Lateef-Regular": 3.0,
    "Lateef-Medium": 1.0,
    "Lateef-Bold": 1.0,
    "NafeesWeb": 4.0,
    "PakType Naskh Basic Urdu": 3.0,
    "PakType Naskh Basic": 2.0,
    "PakType Naskh Basic Farsi": 1.0,
    "PakType Naqsh": 2.0,
    "PakType Ajrak": 0.5,
    "FreeFarsi": 2.0,
    "FreeFarsi-Bold": 0.5,
    "nazli": 3.0,
    "nazlib": 1.0,
    "titr": 0.5,
    "KacstBook": 2.0,
    "KacstLetter": 1.0,
    "KacstOffice": 1.0,
    "DejaVuSans": 3.0,
    "DejaVuSans-Bold": 0.7,
    "tahoma": 3.0,
    "tahomabd": 0.7,
    "UKIJ_MacEkran": 1.0,
}
LEFT_OUT = (
    "PakType Tehreer",
    "FreeSerif",
    "Thabit",
    "KacstNaskh",
    "KacstOne",
    "homa",
    "NotoKufiArabic-Regular",
)


def listed(
    shares: dict[str, float], languages: dict[str, list[str]], more: Path | None
) -> list[tuple[str, float, list[str], list[int]]]:
    """Path, share, languages and code points of each font. Raises FileNotFoundError for one that is not installed."""
    rows = []
    files = [p for folder in (_FOLDER, more) if folder for p in sorted(Path(folder).rglob("*.[ot]tf"))]
    for name, share in shares.items():
        path = next((p for p in files if p.stem == name), None)
        if path is None:
            raise FileNotFoundError(name)
        signs = sorted(TTFont(path, lazy=True).getBestCmap())
        rows.append((str(path), share, languages.get(name, ["ur", "ps"]), signs))
    return rows


def main(folder: Path, more: Path | None = None) -> None:
    """Write the four lists."""
    only_urdu = {name: ["ur"] for name in (*NASTALIQ, *GRAPHITE, *LATE)}
    lists = {"train": NASTALIQ | NASKH, "graphite": GRAPHITE, "late": LATE, "test": dict.fromkeys(LEFT_OUT, 1.0)}
    for name, shares in lists.items():
        (folder / f"{name}.json").write_text(json.dumps(listed(shares, only_urdu, more)), "utf-8")


if __name__ == "__main__":
    main(*(Path(name) for name in sys.argv[1:3]))
