"""Staff: who may sign in, as what, for which office and what is under it."""

from dataclasses import dataclass

from core.ticket import Actor, Role

STAFF_ROLES = (
    Role.CLERK,
    Role.AGENT,
    Role.OFFICER,
    Role.SUPERVISOR,
    Role.DEPARTMENT_HEAD,
    Role.AUDITOR,
    Role.ADMINISTRATOR,
)


@dataclass(frozen=True, slots=True)
class Staff:
    """A person who works here. ``office`` is the office's code; None: the whole province. ``stamp`` changes with the
    password, and ends every session that began before. ``subject`` is who they are at the identity provider."""

    id: int
    username: str
    name: str
    role: Role
    office: str | None
    password_hash: str
    stamp: str
    active: bool = True
    must_change: bool = False
    subject: str | None = None

    @property
    def actor(self) -> Actor:
        """Who this is in a ticket's history."""
        return Actor(self.role, str(self.id))
