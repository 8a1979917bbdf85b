"""Answers that others may keep: with an ETag, how old the numbers are, and the same bytes for the same question."""

from collections import OrderedDict
from collections.abc import Callable
from datetime import datetime
from threading import Lock

from flask import Response, request
from werkzeug.wrappers import Response as AnyResponse

from core.store.publishing.days import Day
from gateway.web.shared.languages import page_language

MAX_AGE_S = 300
FOR_GOOD_S = 365 * 86400
_KEPT = 600
"""Pages in memory: of some tens of kilobytes each."""
_LONGEST_QUESTION = 2000


class Kept:
    """The pages that were asked for of late, by what was asked. A new day has other questions."""

    def __init__(self) -> None:
        self._pages: OrderedDict[tuple[str, ...], tuple[bytes, str]] = OrderedDict()
        self._lock = Lock()

    def answer(self, day: Day, kind: str, make: Callable[[], str]) -> AnyResponse:
        """The page of this request, made where nobody asked before."""
        question = (day.day, page_language(), request.path, request.query_string.decode("ascii", "replace"))
        with self._lock:
            known = self._pages.get(question)
        if known is None:
            known = make().encode(), kind
            if len(question[-1]) < _LONGEST_QUESTION:
                with self._lock:
                    self._pages[question] = known
                    if len(self._pages) > _KEPT:
                        self._pages.popitem(last=False)
        return public(Response(known[0], content_type=known[1]), day.made_at, spoken=True)


def public(
    response: Response, made_at: datetime, max_age: int = MAX_AGE_S, *, spoken: bool = False
) -> AnyResponse:  # fmt: skip
    """For everybody, and for caches on the way; no cookie goes with it. Not sent again to whoever has it.
    ``spoken``: is it in the language that the browser wishes?"""
    response.cache_control.public = True
    response.cache_control.max_age = max_age
    response.last_modified = made_at
    if spoken:
        response.vary.update(["Accept-Language", "Cookie"])
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.add_etag()
    made: AnyResponse = response.make_conditional(request)
    return made
