"""What an aggregator reports of a message: a request with parameters, in the URL, in a form or in JSON.

It signs nothing: it shows a secret that we gave it, in the header or among the parameters.
"""

import hmac
import json
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlsplit

from channels.providers.aggregator.settings import Aggregator, Reports
from core.errors import Malformed, SignatureInvalid
from core.messages import Delivery, DeliveryState, Meaning, WebhookRequest

_BEARER = "Bearer "
_LONGEST = 128
_ARRIVED = {"delivered": DeliveryState.DELIVERED, "sent": DeliveryState.SENT}


def is_report(settings: Aggregator | None, request: WebhookRequest) -> bool:
    """Is it the aggregator who calls? Twilio, who may call at the same address, signs."""
    return settings is not None and settings.reports is not None and "x-twilio-signature" not in request.headers


def read_report(settings: Aggregator | None, request: WebhookRequest) -> Delivery | None:
    """The report; None where its word says nothing that we know. Raises SignatureInvalid or Malformed."""
    if settings is None or settings.reports is None:
        raise SignatureInvalid("no reports are taken")
    wanted = settings.reports
    told = _parameters(request)
    _prove(wanted, request.headers.get("authorization", ""), told)
    number = told.get(wanted.id_name, "").strip()
    if not number or len(number) > _LONGEST or not number.isprintable():
        raise Malformed(f"no {wanted.id_name}")
    word = told.get(wanted.state_name, "").strip()
    if not word:
        raise Malformed(f"no {wanted.state_name}")
    meant = {name.casefold(): meaning for name, meaning in wanted.states.items()}.get(word.casefold())
    if meant is None:
        return None
    if meant in _ARRIVED:
        return Delivery(number, _ARRIVED[meant])
    code = (told.get(wanted.code_name, "").strip() if wanted.code_name else "") or word
    return Delivery(number, DeliveryState.FAILED, code[:32], Meaning(meant))


def _prove(wanted: Reports, header: str, told: Mapping[str, str]) -> None:
    shown = header.removeprefix(_BEARER) if header.startswith(_BEARER) else told.get(wanted.secret_name, "")
    if not hmac.compare_digest(shown.encode(), wanted.secret.get_secret_value().encode()):
        raise SignatureInvalid("not the aggregator's secret")


def _parameters(request: WebhookRequest) -> dict[str, str]:
    """Those of the URL, and over them those of the body. Raises Malformed."""
    found = dict(parse_qsl(urlsplit(request.url).query))
    if not request.body.strip():
        return found
    try:
        body = request.body.decode("utf-8")
        if not body.lstrip().startswith("{"):
            return {**found, **dict(parse_qsl(body, max_num_fields=100))}
        told = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise Malformed(f"no parameters: {type(error).__name__}") from None
    return {**found, **{str(name): str(value) for name, value in told.items() if isinstance(value, str | int)}}
