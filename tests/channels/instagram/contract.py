"""Instagram's part of the contract of all channels."""

from tests.channels.contract import Contract
from tests.channels.providers.meta.contract import contract_of


def contract() -> Contract:
    return contract_of("instagram")
