"""Which fonts the line reader is trained on, and which are left out so that its figures are about fonts it never saw.

``python -m scripts.line_reader.fonts FOLDER`` writes ``train.json``, ``graphite.json`` and ``test.json`` for render.py.
The fonts are Debian's: fonts-noto-core, fonts-noto-extra, fonts-sil-awami-nastaliq, fonts-hosny-amiri,
fonts-sil-lateef, fonts-sil-scheherazade, fonts-sil-harmattan, fonts-nafees, fonts-paktype, fonts-farsiweb,
fonts-freefarsi, fonts-kacst.
"""

import json
import sys
from pathlib import Path

from fontTools.ttLib import TTFont

_FOLDER = "/usr/share/fonts"
NASTALIQ = {"NotoNastaliqUrdu-Regular": 34.0, "NotoNastaliqUrdu-Bold": 8.0}
GRAPHITE = {"AwamiNastaliq-Regular": 1.0}
NASKH = {
    "NotoNaskhArabic-Regular": 8.0,
    "NotoNaskhArabic-Bold": 3.0,
    "NotoSansArabic-Regular": 5.0,
    "NotoSansArabic-Bold": 1.0,
    "Amiri-Regular": 6.0,
    "Amiri-Bold": 2.0,
    "Lateef-Regular": 4.0,
    "NafeesWeb": 5.0,
    "PakType Naskh Basic Urdu": 5.0,
    "PakType Naskh Basic": 3.0,
    "PakType Naqsh": 3.0,
    "FreeFarsi": 3.0,
    "nazli": 4.0,
    "nazlib": 1.0,
    "KacstBook": 3.0,
    "KacstLetter": 2.0,
    "KacstOffice": 2.0,
    "DejaVuSans": 2.0,
}
LEFT_OUT = (
    "Scheherazade-Regular",
    "Harmattan-Regular",
    "PakType Tehreer",
    "homa",
    "KacstNaskh",
    "KacstOne",
    "NotoKufiArabic-Regular",
)


def listed(shares: dict[str, float], languages: dict[str, list[str]]) -> list[tuple[str, float, list[str], list[int]]]:
    """Path, share, languages and code points of each font. Raises FileNotFoundError for one that is not installed."""
    rows = []
    for name, share in shares.items():
        path = next((p for p in sorted(Path(_FOLDER).rglob(f"{name}.*")) if p.suffix in (".ttf", ".otf")), None)
        if path is None:
            raise FileNotFoundError(name)
        signs = sorted(TTFont(path, lazy=True).getBestCmap())
        rows.append((str(path), share, languages.get(name, ["ur", "ps"]), signs))
    return rows


def main(folder: Path) -> None:
    """Write the three lists."""
    only_urdu = {name: ["ur"] for name in (*NASTALIQ, *GRAPHITE)}
    lists = {"train": NASTALIQ | NASKH, "graphite": GRAPHITE, "test": dict.fromkeys(LEFT_OUT, 1.0)}
    for name, shares in lists.items():
        (folder / f"{name}.json").write_text(json.dumps(listed(shares, only_urdu)), "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
