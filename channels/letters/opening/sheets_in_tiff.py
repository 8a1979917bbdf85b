"""Which pictures in a TIFF are sheets of paper: scanners and editors put previews beside them.

TIFF 6.0, section 8: NewSubfileType (254), bit 0 a reduced picture of another, bit 2 a mask; SubfileType (255), 2 and 3
for the same and for a page. Some write neither, so a picture of the same shape as another and far smaller is taken for
its preview too.
"""

from PIL import Image

_NEW_SUBFILE, _SUBFILE = 254, 255
_REDUCED, _MASK = 1, 4
_FAR_SMALLER = 5
"""How many times the picture is wider of which it is a preview."""
_LEAST_SIDE = 40


def sheets_of(image: Image.Image) -> list[int]:
    """The numbers of the sheets among its pictures, in order; of pictures that are all small or marked, all."""
    sizes: list[tuple[int, int]] = []
    marked: list[bool] = []
    for number in range(getattr(image, "n_frames", 1)):
        image.seek(number)
        sizes.append(image.size)
        marked.append(_is_marked(image))
    whole = [size for size, preview in zip(sizes, marked, strict=True) if not preview]
    kept = [
        number
        for number, (size, preview) in enumerate(zip(sizes, marked, strict=True))
        if not preview and min(size) >= _LEAST_SIDE and not any(_is_preview(size, other) for other in whole)
    ]
    return kept or list(range(len(sizes)))


def _is_marked(image: Image.Image) -> bool:
    tags = getattr(image, "tag_v2", {})
    kind = tags.get(_NEW_SUBFILE, 0)
    return bool(isinstance(kind, int) and kind & (_REDUCED | _MASK)) or tags.get(_SUBFILE) == 2


def _is_preview(size: tuple[int, int], other: tuple[int, int]) -> bool:
    (width, height), (other_width, other_height) = size, other
    if width * _FAR_SMALLER > other_width or height * _FAR_SMALLER > other_height:
        return False
    return abs(width * other_height - height * other_width) <= 0.04 * width * other_height
