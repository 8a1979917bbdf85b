"""The signed heads are there for everybody, and are as they were signed."""

from core.casework.heads import Signer, from_json
from core.store.casework import heads
from core.store.engine import Store
from gateway.web import create_app
from gateway.web.shared.url import PublicUrl
from tests.core.store.given import Desk
from tests.fakes.house import make_house


def test_the_page_and_each_head(store: Store) -> None:
    desk, house = Desk(store), make_house(store).house
    desk.open()
    client = create_app(house, PublicUrl(house.public_url, ()), secret_key="x" * 20, max_body_bytes=9999).test_client()
    assert "None was signed yet" in client.get("/heads").text
    signed = heads.make(store, Signer("a secret of the gateway"), desk.now)
    assert signed is not None
    page = client.get("/heads")
    assert page.status_code == 200
    assert signed.hash in page.text
    assert signed.key in page.text
    assert from_json(client.get("/heads/1.json").text) == signed
    assert client.get("/heads/2.json").status_code == 404
