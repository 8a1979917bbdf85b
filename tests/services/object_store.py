"""A server that speaks S3, on this machine: moto's."""

from collections.abc import Iterator

import pytest

from core.store.evidence.bucket_blobs import Bucket


@pytest.fixture(scope="session")
def object_store() -> Iterator[str]:
    """Its address."""
    from moto.server import ThreadedMotoServer  # large, and few tests need it

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(object_store: str, request: pytest.FixtureRequest) -> Bucket:
    """An empty bucket for one test."""
    name = f"b{abs(hash(request.node.nodeid))}"
    import boto3

    made = Bucket(name, object_store, "us-east-1", "access", "secret")
    client = boto3.client(
        "s3", endpoint_url=object_store, region_name="us-east-1", aws_access_key_id="a", aws_secret_access_key="s"
    )
    client.create_bucket(Bucket=name)
    return made
