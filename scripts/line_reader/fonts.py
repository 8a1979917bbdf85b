"""Which fonts the line reader is trained on, and which are left out so that its figures are about fonts it never saw.

``python -m scripts.line_reader.fonts FOLDER [MORE]`` writes ``train.json``, ``graphite.json``, ``late.json``,
``test.json`` and ``numbers.json`` for render.py. MORE is a folder with fonts that Debian does not have. Debian's:
fonts-noto-core, fonts-noto-extra, fonts-sil-awami-nastaliq, fonts-hosny-amiri, fonts-hosny-thabit, fonts-sil-lateef,
fonts-sil-scheherazade, fonts-sil-harmattan, fonts-nafees, fonts-paktype, fonts-farsiweb, fonts-freefarsi, fonts-kacst,
fonts-kacst-one, fonts-arabeyes.
In MORE: ``Gulzar.ttf`` (npm's @fontsource/gulzar, with an empty glyph for the space), ``tahoma.ttf`` (fonts-wine),
``FreeSerif.ttf`` and ``FreeMono.ttf`` (fonts-freefont-ttf), ``UKIJ*.ttf`` (fonts-ukij-uyghur), ``Alkalami*.ttf``
(fonts-sil-alkalami), and what fontsource.py makes of npm's @fontsource packages almarai, aref-ruqaa, cairo, changa,
el-messiri, ibm-plex-sans-arabic, katibeh, lalezar, lemonada, mada, markazi-text, mirza, readex-pro, reem-kufi, rubik,
scheherazade-new, tajawal and vazirmatn.
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
    "UKIJ_MacEkranBold": 0.5,
    "mry_KacstQurn": 1.0,
    "ibm-plex-sans-arabic-400": 2.0,
    "ibm-plex-sans-arabic-700": 1.0,
    "katibeh-400": 2.0,
    "mada-400": 1.5,
    "mada-700": 0.5,
    "mirza-400": 2.0,
    "mirza-700": 1.0,
    "scheherazade-new-400": 3.0,
    "scheherazade-new-700": 1.0,
    "vazirmatn-400": 3.0,
    "vazirmatn-700": 1.0,
    "almarai-400": 1.0,
    "aref-ruqaa-400": 0.7,
    "cairo-400": 1.5,
    "cairo-700": 0.5,
    "changa-400": 0.7,
    "el-messiri-400": 0.7,
    "lalezar-400": 0.7,
    "lemonada-400": 0.5,
}
ONLY_NUMBERS = (
    "UKIJ",
    "ae_",
    "Kacst",
    "FreeMono",
    "Alkalami",
    "Lateef-",
    "almarai",
    "aref",
    "cairo",
    "changa",
    "el-messiri",
    "lalezar",
    "lemonada",
    "readex",
    "reem",
    "rubik",
    "tajawal",
    "NotoSansArabicUI",
    "NotoNaskhArabicUI",
)
"""How the names of further fonts begin, from which numbers are learnt: they need no letters of Urdu for that."""
LEFT_OUT = (
    "PakType Tehreer",
    "FreeSerif",
    "Thabit",
    "KacstNaskh",
    "KacstOne",
    "homa",
    "NotoKufiArabic-Regular",
    "markazi-text-400",
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


def for_numbers(more: Path | None) -> list[tuple[str, float, list[str], list[int]]]:
    """All that lines are learnt from, more evenly, and further ones; those without ۰ to ۹ in Arabic's digits."""
    known = listed(NASTALIQ | NASKH, {name: ["ur"] for name in NASTALIQ}, more)
    rows = [(path, 12.0 if "NastaliqUrdu-R" in path else max(1.0, share**0.5), *rest) for path, share, *rest in known]
    taken = {Path(row[0]).stem for row in rows}
    for path in (p for folder in (_FOLDER, more) if folder for p in sorted(Path(folder).rglob("*.[ot]tf"))):
        if path.stem in taken or path.stem.startswith(LEFT_OUT) or not path.stem.startswith(ONLY_NUMBERS):
            continue
        taken.add(path.stem)
        try:
            signs = sorted(TTFont(path, lazy=True).getBestCmap())
        except TypeError:
            continue
        languages = ["ur", "ps"] if 0x6F4 in signs else ["ar"] if 0x664 in signs else []
        if languages:
            rows.append((str(path), 0.5, languages, signs))
    return rows


def main(folder: Path, more: Path | None = None) -> None:
    """Write the four lists."""
    only_urdu = {name: ["ur"] for name in (*NASTALIQ, *GRAPHITE, *LATE)}
    lists = {"train": NASTALIQ | NASKH, "graphite": GRAPHITE, "late": LATE, "test": dict.fromkeys(LEFT_OUT, 1.0)}
    (folder / "numbers.json").write_text(json.dumps(for_numbers(more)), "utf-8")
    for name, shares in lists.items():
        (folder / f"{name}.json").write_text(json.dumps(listed(shares, only_urdu, more)), "utf-8")


if __name__ == "__main__":
    main(*(Path(name) for name in sys.argv[1:3]))
