"""The email section of config.yaml."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, SecretStr, model_validator

MiB = 1024 * 1024
Port = Annotated[int, Field(ge=1, le=65535)]
Address = Annotated[str, Field(pattern=r"^[A-Za-z0-9.!#$%&'*/=?^_`{|}~-]{1,30}@[A-Za-z0-9.-]{1,200}$")]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Submission(_Section):
    """The mail server that takes our outgoing mail."""

    host: str = Field(default="127.0.0.1", description="Its name; its certificate must be for it.")
    port: Port = Field(default=587, description="587 for STARTTLS, 465 for TLS from the start.")
    security: Literal["starttls", "tls", "none"] = Field(
        default="starttls", description="none only for a server on this machine: a password is never sent without TLS."
    )
    user: str | None = Field(default=None, description="User name, where the server asks for one.")
    password: SecretStr | None = Field(default=None, description="Its password.")
    timeout_s: float = Field(default=30, gt=0, description="Seconds to wait for each answer of the server.")
    ca_file: str | None = Field(default=None, description="Certificates to trust instead of the machine's own (PEM).")

    @model_validator(mode="after")
    def _no_secret_in_the_clear(self) -> "Submission":
        if self.security == "none" and self.password is not None and not _on_this_machine(self.host):
            raise ValueError("security none would send the password without TLS")
        if self.user and self.password is None:
            raise ValueError("password: is missing, where user is set; set ARZI_CHANNELS__EMAIL__SUBMISSION__PASSWORD")
        return self


class SmtpListener(_Section):
    """The mail server that takes incoming mail (arzi listen smtp)."""

    enabled: bool = Field(default=False, description="Should arzi run start it?")
    protocol: Literal["smtp", "lmtp"] = Field(default="smtp", description="lmtp behind Postfix.")
    host: str = Field(default="127.0.0.1", description="The address to listen on.")
    port: Port = Field(default=8025, description="25 to take mail from the internet directly.")
    hostname: str | None = Field(
        default=None, description="The name in the greeting; this machine's where none is given."
    )
    max_bytes: int = Field(default=35 * MiB, gt=0, description="The largest mail that is taken.")
    max_connections: int = Field(default=100, gt=0, description="Connections at a time.")
    max_connections_per_peer: int = Field(default=10, gt=0, description="Connections at a time from one address.")
    max_mails_per_minute: int = Field(
        default=60, gt=0, description="Mails a minute from one address; this machine's own (Postfix) are not counted."
    )
    timeout_s: float = Field(default=120, gt=0, description="Seconds that a client may say nothing.")
    session_s: float = Field(default=900, gt=0, description="Seconds that a connection may last.")
    certificate: str | None = Field(default=None, description="PEM file of the certificate chain, for STARTTLS.")
    private_key: str | None = Field(default=None, description="PEM file of its key.")
    require_tls: bool = Field(default=False, description="Refuse mail without STARTTLS.")


class ImapListener(_Section):
    """The mailbox that is read (arzi listen imap)."""

    enabled: bool = Field(default=False, description="Should arzi run start it?")
    host: str = Field(default="", description="The IMAP server.")
    port: Port = Field(default=993, description="993 for TLS from the start, 143 for STARTTLS.")
    security: Literal["tls", "starttls", "none"] = Field(
        default="tls", description="none only for a server on this machine."
    )
    user: str = Field(default="", description="The mailbox's user.")
    password: SecretStr | None = Field(default=None, description="Its password; not needed with OAuth2.")
    oauth2_token_url: str | None = Field(
        default=None, description="Where access tokens are had; set it to use XOAUTH2."
    )
    oauth2_client_id: str | None = Field(default=None, description="Our client's id there.")
    oauth2_client_secret: SecretStr | None = Field(
        default=None, description="Our client's secret there, where it has one."
    )
    oauth2_refresh_token: SecretStr | None = Field(
        default=None, description="The refresh token of the mailbox's consent."
    )
    oauth2_scope: str | None = Field(default=None, description="The scope to ask for, where the provider wants one.")
    folder: str = Field(default="INBOX", description="The folder to read.")
    done_folder: str | None = Field(
        default=None, description="Where accepted mail is moved; without one it is marked seen."
    )
    start_with: Literal["unseen", "all", "new"] = Field(
        default="unseen", description="What is taken of a mailbox that was never read before."
    )
    max_bytes: int = Field(default=50 * MiB, gt=0, description="Of a larger mail only so much is kept.")
    idle_s: float = Field(
        default=600, gt=0, description="Seconds of one IDLE, after which it is begun anew (at most 29 minutes)."
    )
    poll_s: float = Field(default=60, gt=0, description="Seconds between looks where the server has no IDLE.")
    timeout_s: float = Field(default=60, gt=0, description="Seconds to wait for each answer of the server.")
    ca_file: str | None = Field(default=None, description="Certificates to trust instead of the machine's own (PEM).")

    @model_validator(mode="after")
    def _no_secret_in_the_clear(self) -> "ImapListener":
        if self.security == "none" and self.host and not _on_this_machine(self.host):
            raise ValueError("security none would send the password without TLS")
        if self.enabled and (fault := self.missing_key()):
            raise ValueError(fault)
        return self

    def missing_key(self) -> str:
        """What the mailbox would refuse us for, as one line; empty where nothing is missing."""
        if self.oauth2_token_url:
            given, name = self.oauth2_refresh_token, "oauth2_refresh_token"
        else:
            given, name = self.password, "password"
        missing = given is None or not given.get_secret_value()
        return f"{name}: is missing; set ARZI_CHANNELS__EMAIL__IMAP__{name.upper()}" if missing else ""


class Settings(_Section):
    """Email in and out."""

    address: Address = Field(
        description="The office's own address, in From and for answers. Its server must deliver address+anything to us."
    )
    name: str = Field(default="Arzi", description="The name beside it.")
    recipients: tuple[str, ...] = Field(
        default=(), description="Further addresses whose mail is taken; all other mail is refused."
    )
    key: Annotated[SecretStr, Field(min_length=16)] = Field(
        description="The key that signs reply addresses and Message-IDs."
    )
    submission: Submission = Field(default=Submission(), description="The way out.")
    smtp: SmtpListener = Field(default=SmtpListener(), description="A mail server of our own.")
    imap: ImapListener = Field(default=ImapListener(), description="A mailbox that we read.")
    verify_senders: bool = Field(default=True, description="Check SPF, DKIM and DMARC.")
    dns_servers: tuple[str, ...] = Field(
        default=(), description="Resolvers to ask (127.0.0.1:53) instead of the machine's own."
    )
    dns_timeout_s: float = Field(default=3, gt=0, description="Seconds to wait for an answer of the DNS.")
    trusted_authserv_ids: tuple[str, ...] = Field(
        default=(),
        description="Names under which our own mail server records Authentication-Results; these then count. Behind"
        " another server (LMTP, IMAP) only DKIM proves a sender without them.",
    )
    max_per_hour: int = Field(
        default=30, gt=0, description="Mails an hour from one address that are answered; more are kept, unanswered."
    )


def _on_this_machine(host: str) -> bool:
    return host in {"localhost", "127.0.0.1", "::1"}
