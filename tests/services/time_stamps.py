"""A time stamping authority (RFC 3161) on loopback: OpenSSL's, behind a small HTTP server."""

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

_CONF = """
[tsa]
default_tsa = one
[one]
dir = {folder}
serial = {folder}/serial
signer_cert = {folder}/tsa.pem
signer_key = {folder}/tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
ess_cert_id_alg = sha256
[ext]
basicConstraints = critical, CA:false
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
[ca]
basicConstraints = critical, CA:true
keyUsage = critical, keyCertSign
subjectKeyIdentifier = hash
"""


@dataclass(frozen=True)
class Authority:
    """``roots``: the PEM file of its root certificate."""

    url: str
    roots: Path


@contextmanager
def time_stamps(folder: Path) -> Iterator[Authority]:
    """For as long as the block lasts."""
    folder.mkdir(parents=True)
    conf = folder / "tsa.cnf"
    conf.write_text(_CONF.format(folder=folder))
    _certificates(folder, conf)

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = folder / "asked.tsq"
            asked.write_bytes(self.rfile.read(int(self.headers["Content-Length"])))
            _openssl("ts", "-reply", "-config", conf, "-queryfile", asked, "-out", folder / "answer.tsr")
            answer = (folder / "answer.tsr").read_bytes()
            self.send_response(200)
            self.send_header("Content-Type", "application/timestamp-reply")
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield Authority(f"http://127.0.0.1:{server.server_address[1]}/", folder / "root.pem")
    finally:
        server.shutdown()
        server.server_close()


def _certificates(folder: Path, conf: Path) -> None:
    root, key = folder / "root.pem", folder / "root.key"
    new = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-config", "/dev/null")
    _openssl("req", "-x509", *new, "-keyout", key, "-out", root, "-subj", "/CN=Root", "-days", "30",
             "-addext", "keyUsage=critical,keyCertSign")  # fmt: skip
    _openssl("req", *new, "-keyout", folder / "tsa.key", "-out", folder / "tsa.csr", "-subj", "/CN=Stamps")
    _openssl(
        "x509", "-req", "-in", folder / "tsa.csr", "-CA", root, "-CAkey", key, "-out", folder / "tsa.pem",
        "-days", "30", "-extfile", conf, "-extensions", "ext",
    )  # fmt: skip


def _openssl(*arguments: str | Path) -> None:
    subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True)
