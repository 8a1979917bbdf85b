"""Codes for those who have no phone with us: core.casework.proof, as the pages use it."""

from core.casework.proof import code_for, is_code, slip_code

__all__ = ["code_for", "is_code", "slip_code"]
