"""Fonts from npm's @fontsource packages as files that Pillow reads.

``python -m scripts.line_reader.fontsource NODE_MODULES OUT`` joins the Arabic and the Latin part of each package (they
come apart) to ``NAME-WEIGHT.ttf``, regular and bold. Needs fonttools and brotli.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from fontTools.merge import Merger
from fontTools.ttLib import TTFont

WEIGHTS = (400, 700)


def joined(package: Path, weight: int, out: Path) -> bool:
    """Is there a font of this weight? It is then in ``out``."""
    name = package.name
    parts = [package / "files" / f"{name}-{part}-{weight}-normal.woff2" for part in ("latin", "arabic")]
    if not all(part.exists() for part in parts):
        return False
    with TemporaryDirectory() as folder:
        plain = []
        for part in parts:
            font = TTFont(part)
            font.flavor = None
            for table in ("HVAR", "STAT", "meta", "gasp", "DSIG"):
                if table in font:
                    del font[table]
            plain.append(f"{folder}/{part.stem}.ttf")
            font.save(plain[-1])
        Merger().merge(plain).save(out / f"{name}-{weight}.ttf")
    return True


if __name__ == "__main__":
    target = Path(sys.argv[2])
    target.mkdir(exist_ok=True)
    for found in sorted(Path(sys.argv[1], "@fontsource").iterdir()):
        for heavy in WEIGHTS:
            joined(found, heavy, target)
