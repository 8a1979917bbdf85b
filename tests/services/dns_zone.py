"""A DNS server of the tests' own: a zone in a table, on loopback, over UDP."""

import contextlib
import socketserver
import threading
from collections.abc import Iterator, Mapping

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset

Zone = Mapping[tuple[str, str], list[str]]
"""(name, type) → records as they are written in a zone file. The name ``away.example`` and all below it time out."""


@contextlib.contextmanager
def dns_server(zone: Zone) -> Iterator[str]:
    """Its address, as ``127.0.0.1:5300``."""

    class Answers(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            raw, sock = self.request
            query = dns.message.from_wire(raw)
            question = query.question[0]
            name, kind = question.name.to_text(omit_final_dot=True).lower(), dns.rdatatype.to_text(question.rdtype)
            if name.endswith("away.example"):
                return
            response = dns.message.make_response(query)
            response.flags |= dns.flags.RA
            records = zone.get((name, kind), [])
            if records:
                response.answer.append(dns.rrset.from_text(question.name, 60, "IN", kind, *records))
            elif not any(known == name for known, _ in zone):
                response.set_rcode(dns.rcode.NXDOMAIN)
            sock.sendto(response.to_wire(), self.client_address)

    with socketserver.ThreadingUDPServer(("127.0.0.1", 0), Answers) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"127.0.0.1:{server.server_address[1]}"
        server.shutdown()
