#!/usr/bin/env bash
# rfc3161-client 1.0.9: time stamps as OpenSSL makes them cannot be read when the authority's chain is in them.
#
# Seen: with OpenSSL 3.0.19 a reply with the signer's certificate alone is read; with `ts -reply -chain` (signer and root)
# decode_timestamp_response raises ValueError, "InvalidSetOrdering" at SignedData::certificates, while `openssl ts -verify`
# of the same reply says OK. And TimestampRequestBuilder().cert_request(), called to ask for certificates, turns off what
# is on without it.
# One would guess that both are read: a token is CMS, which may be BER (RFC 5652, 5: only attributes that are signed must
# be DER), and in BER a SET OF has no order; and that a setter without an argument sets.
set -euo pipefail
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" -q --disable-pip-version-check install rfc3161-client==1.0.9
cd "$work"
openssl req -x509 -newkey rsa:2048 -nodes -keyout ca.key -out ca.pem -days 30 -subj "/CN=Root" 2>/dev/null
openssl req -newkey rsa:2048 -nodes -keyout tsa.key -out tsa.csr -subj "/CN=Stamps" 2>/dev/null
printf 'extendedKeyUsage=critical,timeStamping\nkeyUsage=critical,digitalSignature\n' >ext
openssl x509 -req -in tsa.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 30 -extfile ext -out tsa.pem 2>/dev/null
printf '[tsa]\ndefault_tsa = t\n[t]\nserial = ./serial\nsigner_digest = sha256\ndefault_policy = 1.2.3.4\ndigests = sha256\n' >ts.cnf
echo 01 >serial
echo hello >data
openssl ts -query -data data -sha256 -cert -out q.tsq 2>/dev/null
reply() { openssl ts -reply -config ts.cnf -queryfile q.tsq -signer tsa.pem -inkey tsa.key "$@" 2>/dev/null; }
reply -out alone.tsr
reply -chain ca.pem -out chain.tsr
verified=$(openssl ts -verify -queryfile q.tsq -in chain.tsr -CAfile ca.pem 2>&1 | tail -1)
"$work/venv/bin/python" - "$verified" <<'PYTHON'
import sys
from pathlib import Path

from rfc3161_client import TimestampRequestBuilder, decode_timestamp_response

seen = [sys.argv[1]]
for name in ("alone", "chain"):
    try:
        decode_timestamp_response(Path(f"{name}.tsr").read_bytes())
        seen.append("read")
    except ValueError as error:
        seen.append("InvalidSetOrdering" if "InvalidSetOrdering" in str(error) else str(error))
request = TimestampRequestBuilder().data(b"x")
seen += [request.build().cert_req, request.cert_request().build().cert_req]
print(seen)
assert seen == ["Verification: OK", "read", "InvalidSetOrdering", True, False], "it behaves otherwise now"
PYTHON
