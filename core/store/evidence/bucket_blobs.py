"""Evidence in an S3-compatible object store: a shelf (core.ports.Shelf) that many machines share. By boto3.

A put is whole or not at all, and durable when answered (https://docs.aws.amazon.com/AmazonS3/latest/API/API_PutObject.html).
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from core.errors import NotFound, StoreUnavailable

_HASH = re.compile(r"[0-9a-f]{64}")
_GONE = {"404", "NoSuchKey", "NotFound"}


@dataclass(frozen=True, slots=True)
class Bucket:
    """Where it is and who we are there. ``endpoint`` None: Amazon's own."""

    name: str
    endpoint: str | None = None
    region: str | None = None
    access_key: str | None = None
    secret_key: str | None = field(default=None, repr=False)
    prefix: str = "evidence/"


class BucketBlobs:
    """Objects named by their SHA-256. An object's time is when it was last kept or touched.

    Between looking at that time and deleting, another may touch it: erasing therefore asks for blobs only whose last
    holder went a while ago (core.store.casework.erasing_blobs), and who keeps a blob again afterwards puts it anew.
    """

    def __init__(self, bucket: Bucket) -> None:
        self._bucket = bucket
        self._client: Any = None

    def keep(self, name: str, content: bytes) -> None:
        """Keep these bytes under this name, whatever was there. Raises StoreUnavailable."""
        with _translated(name):
            self._s3().put_object(Bucket=self._bucket.name, Key=self._key(name), Body=content)

    def get(self, name: str) -> bytes:
        """Raises NotFound or StoreUnavailable."""
        with _translated(name):
            content: bytes = self._s3().get_object(Bucket=self._bucket.name, Key=self._key(name))["Body"].read()
        return content

    def head(self, name: str, size: int) -> bytes:
        """Its first bytes. Raises NotFound or StoreUnavailable."""
        with _translated(name):
            found = self._s3().get_object(Bucket=self._bucket.name, Key=self._key(name), Range=f"bytes=0-{size - 1}")
            content: bytes = found["Body"].read()
        return content[:size]

    def exists(self, name: str) -> bool:
        """Is it there? Raises StoreUnavailable."""
        return self._time(name) is not None

    def touch(self, name: str) -> bool:
        """Is it there? Then it counts as kept just now: copied onto itself."""
        source = {"Bucket": self._bucket.name, "Key": self._key(name)}
        try:
            with _translated(name):
                self._s3().copy_object(**source, CopySource=source, MetadataDirective="REPLACE")
        except NotFound:
            return False
        return True

    def delete(self, name: str, before: datetime | None = None) -> bool:
        """Delete it, unless it was kept or touched after ``before`` (to the second); is it gone?"""
        last = self._time(name)
        if last is None:
            return True
        if before is not None and last >= before.replace(microsecond=0):
            return False
        with _translated(name):
            self._s3().delete_object(Bucket=self._bucket.name, Key=self._key(name))
        return True

    def names(self) -> Iterator[str]:
        """All that there are, in no order."""
        pages = (
            self._s3().get_paginator("list_objects_v2").paginate(Bucket=self._bucket.name, Prefix=self._bucket.prefix)
        )
        with _translated("list"):
            for page in pages:
                for found in page.get("Contents", ()):
                    name = found["Key"].rpartition("/")[2]
                    if _HASH.fullmatch(name):
                        yield name

    def _time(self, name: str) -> datetime | None:
        try:
            with _translated(name):
                found: datetime = self._s3().head_object(Bucket=self._bucket.name, Key=self._key(name))["LastModified"]
        except NotFound:
            return None
        return found

    def _key(self, name: str) -> str:
        if _HASH.fullmatch(name) is None:
            raise NotFound("not a hash")
        return f"{self._bucket.prefix}{name[:2]}/{name}"

    def _s3(self) -> Any:
        """The client, made at its first use: importing it takes a while. Threads may share it."""
        if self._client is None:
            import boto3
            from botocore.config import Config

            self._client = boto3.session.Session().client(
                "s3",
                endpoint_url=self._bucket.endpoint,
                region_name=self._bucket.region,
                aws_access_key_id=self._bucket.access_key,
                aws_secret_access_key=self._bucket.secret_key,
                config=Config(connect_timeout=5, read_timeout=30, retries={"max_attempts": 3, "mode": "standard"}),
            )
        return self._client


@contextmanager
def _translated(name: str) -> Iterator[None]:
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "")
        if code in _GONE:
            raise NotFound(f"evidence {name[:12]}") from error
        raise StoreUnavailable(f"evidence: the object store says {code}") from error
    except BotoCoreError as error:
        raise StoreUnavailable(f"evidence: {type(error).__name__}") from error
