"""The tables of cases."""

from core.store.casework.tables.citizens import (
    CaseOpeningRow,
    ProofTryRow,
    SlipRow,
    TicketKeyRow,
    TicketPersonRow,
    WrongProofRow,
)
from core.store.casework.tables.erasures import BlobToEraseRow, ErasureRow
from core.store.casework.tables.heads import HeadRow, HeadSentRow
from core.store.casework.tables.offices import OfficeNoticeRow, OfficeRow, PostRow
from core.store.casework.tables.tickets import AlarmRow, FlagRow, SerialRow, StepRow, TicketEventRow, TicketRow

__all__ = [
    "AlarmRow",
    "BlobToEraseRow",
    "CaseOpeningRow",
    "ErasureRow",
    "FlagRow",
    "HeadRow",
    "HeadSentRow",
    "OfficeNoticeRow",
    "OfficeRow",
    "PostRow",
    "ProofTryRow",
    "SerialRow",
    "SlipRow",
    "StepRow",
    "TicketEventRow",
    "TicketKeyRow",
    "TicketPersonRow",
    "TicketRow",
    "WrongProofRow",
]
