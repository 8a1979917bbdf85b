"""Numbers of rows in addresses."""

from werkzeug.routing import IntegerConverter, Map

_LARGEST = 2**63 - 1


class RowId(IntegerConverter):
    """``<int:…>``, no larger than a database's integer can be: what is larger is the address of nothing."""

    def __init__(self, of: Map, fixed_digits: int = 0, least: int | None = None, most: int = _LARGEST) -> None:
        super().__init__(of, fixed_digits, least, most)
