"""A signed link token against Django's Signer, which is what most Django sites use."""

from django.core.signing import Signer

from hub.common import tokens

from .frame import Result, compare


def measure() -> list[Result]:
    signer = Signer(salt="unsubscribe")

    def ours(times: int) -> None:
        for number in range(times):
            tokens.sign("unsubscribe", number)

    def baseline(times: int) -> None:
        for number in range(times):
            signer.sign(str(number))

    return [compare("signed link token against django.core.signing.Signer", ours=ours, baseline=baseline, times=5_000, goal=1.5)]
