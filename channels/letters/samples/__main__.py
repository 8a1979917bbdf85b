"""``python -m channels.letters.samples FOLDER [SEED]``: a letter of each script and wear, its text and its truth."""

import json
import sys
from pathlib import Path

import cv2
from PIL import Image

from channels.letters.evaluate.pages import SCRIPTS, sample_pages
from channels.letters.samples.wear import WEARS


def main(folder: Path, seed: int = 7) -> None:
    """Faxes as 1-bit PNG, all else as JPEG at about 150 dots an inch; small, and still read well."""
    folder.mkdir(parents=True, exist_ok=True)
    for page in sample_pages(list(SCRIPTS), list(WEARS), 1, seed):
        name = f"{page.script}-{page.wear}".lower().replace(" ", "-").replace(",", "").replace("۰–۹", "native")
        picture = page.picture
        if page.wear == "fax":
            Image.fromarray(picture).convert("1").save(folder / f"{name}.png")
        else:
            small = cv2.resize(picture, None, fx=0.62, fy=0.62, interpolation=cv2.INTER_AREA)
            cv2.imwrite(str(folder / f"{name}.jpg"), small, [cv2.IMWRITE_JPEG_QUALITY, 55])
        (folder / f"{name}.txt").write_text(page.text + "\n", "utf-8")
        (folder / f"{name}.json").write_text(json.dumps(page.truth, ensure_ascii=False, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]), *(int(seed) for seed in sys.argv[2:3]))
