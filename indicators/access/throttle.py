"""The throttle (hãm thử mật khẩu): who guesses too often must wait, and nobody for ever.

Failures are counted in the store, so that a restart forgives nothing, and a try is charged before
the password is looked at, so that many at once gain nothing. Each try is counted in one to two
buckets:

- a device that the person has signed in from is known by a cookie that only this store can have
  signed, and is counted by itself: what strangers guess cannot lock its owner out;
- any other is counted with its network address, 5 tries, and with all strangers, 50 tries;
- tries at accounts that do not exist are counted in few buckets that they share.

Source: SECURITY.md, "Accounts and sessions"; OWASP, "Slow down online guessing attacks with
device cookies".
"""

from __future__ import annotations

import hmac
import ipaddress
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from indicators.audit import Trail
from queries import Transaction

FREE_TRIES, FREE_FOR_ALL = 5, 50
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(minutes=15)
_FORGOTTEN = timedelta(days=1)  # after so long without a failure the count begins anew
_NOBODYS = 2  # hex digits: accounts that do not exist share 256 buckets


@dataclass(frozen=True, slots=True)
class Bucket:
    """What failures are counted in, and how many are free."""

    name: str
    free: int = FREE_TRIES


def admit(write: Transaction, buckets: Sequence[Bucket], *, at: datetime) -> bool:
    """Charge one try before it is made; False, and no charge, while any bucket is blocked."""
    held = []
    for bucket in buckets:
        found = write.rows("access/throttle", bucket=bucket.name)
        count, failed_at, until = found[0].values() if found else (0, at, None)
        # A clock put back must not make a wait longer than it was.
        if until is not None and at < until <= at + LONGEST_WAIT:
            return False
        is_old = not timedelta(0) <= at - failed_at < _FORGOTTEN
        held.append((bucket, 1 if is_old else count + 1))
    for bucket, count in held:
        wait = wait_after(count, free=bucket.free)
        _keep(write, bucket, count=count, at=at, until=at + wait if wait else None)
    return True


def forgive(write: Transaction, buckets: Sequence[Bucket], *, at: datetime) -> None:
    """Forget what failed: the right password came, or a new one was set."""
    for bucket in buckets:
        _keep(write, bucket, count=0, at=at, until=None)


def wait_after(count_failures: int, *, free: int = FREE_TRIES) -> timedelta:
    """Return how long a bucket is blocked after so many failures: 0 … 0, 1, 2, 4, 8, 15 minutes."""
    if count_failures < free:
        return timedelta(0)
    doublings = min(count_failures - free, 10)
    return min(FIRST_WAIT * (1 << doublings), LONGEST_WAIT)


def buckets_of(
    trail: Trail, account: str, *, exists: bool, device: str | None, address: str
) -> list[Bucket]:
    """Return where a try at an account is counted.

    Args:
        trail: whose key signs, so that no name can be worked out from outside.
        account: what was typed.
        exists: whether there is such a person.
        device: the device's cookie.
        address: the network address the try comes from.
    """
    if not exists:
        shared = _mark(trail, account, "nobody")[:_NOBODYS]
        return [Bucket(f"*/{shared}"), Bucket(f"*/{shared}/*", FREE_FOR_ALL)]
    if device is not None and is_known(trail, account, device):
        return [Bucket(f"{account}/{_mark(trail, account, device)[:32]}")]
    where = _mark(trail, account, f"from {_network(address)}")[:32]
    return [Bucket(f"{account}/{where}"), strangers(account)]


def strangers(account: str) -> Bucket:
    """Return where the tries at an account from all unknown devices are counted together."""
    return Bucket(f"{account}/*", FREE_FOR_ALL)


def own_change(account: str) -> Bucket:
    """Return where wrong old passwords are counted, of someone who is signed in."""
    return Bucket(f"{account}/change")


def new_device(trail: Trail, account: str) -> str:
    """Return what a device keeps that someone has signed in from: it names no one."""
    nonce = secrets.token_urlsafe(18)
    return f"{nonce}.{_mark(trail, account, nonce)}"


def is_known(trail: Trail, account: str, device: str) -> bool:
    """Whether this account has signed in with this device before."""
    nonce, _, seal = device.partition(".")
    return hmac.compare_digest(seal.encode(), _mark(trail, account, nonce).encode())


def _network(address: str) -> str:
    """Return what counts as one address: of IPv6, the 64 bits that one line is given."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return ""
    if isinstance(found, ipaddress.IPv6Address):
        return str(found.ipv4_mapped or ipaddress.ip_network((found, 64), strict=False))
    return str(found)


def _mark(trail: Trail, account: str, text: str) -> str:
    return trail.key.mark(f"device\n{account}\n{text}")


def _keep(
    write: Transaction, bucket: Bucket, *, count: int, at: datetime, until: datetime | None
) -> None:
    write.run("access/record_throttle_bucket", bucket=bucket.name, failed_at=at)
    write.run(
        "access/record_throttle",
        bucket=bucket.name,
        count_failures=count,
        failed_at=at,
        blocked_until=until,
    )
