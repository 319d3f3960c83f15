"""The throttle (hãm thử mật khẩu): who guesses too often must wait, and nobody for ever.

Failures are counted in the store, so that a restart forgives nothing. The owner's own device is
known by a cookie that only this store can have signed, and is counted by itself: what strangers
guess cannot lock it out. A try is charged before the password is looked at, so that many at once
gain nothing.

Source: SECURITY.md, "Accounts and sessions"; OWASP, "Slow down online guessing attacks with
device cookies".
"""

from __future__ import annotations

import hmac
import secrets
from datetime import datetime, timedelta

from indicators.audit import Trail
from queries import Transaction

FREE_TRIES = 5
FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=1), timedelta(minutes=15)
_FORGOTTEN = timedelta(days=1)  # after so long without a failure the count begins anew
_STRANGERS = 4  # hex digits: accounts that do not exist share so many buckets, so they stay few


def admit(write: Transaction, bucket: str, *, at: datetime) -> bool:
    """Charge one try to a bucket before it is made; False, and no charge, while it is blocked."""
    write.run("access/record_throttle_bucket", bucket=bucket, failed_at=at)
    known = write.rows("access/throttle", bucket=bucket)[0]
    blocked = known["blocked_until"]
    if blocked is not None and at < blocked <= at + LONGEST_WAIT:
        return False
    quiet = not timedelta(0) <= at - known["failed_at"] < _FORGOTTEN
    count = 1 if quiet else known["count_failures"] + 1
    wait = wait_after(count)
    until = at + wait if wait else None
    _keep(write, bucket, count=count, at=at, until=until)
    return True


def forgive(write: Transaction, bucket: str, *, at: datetime) -> None:
    """Forget what failed in a bucket: the right password came, or a new one was set."""
    write.run("access/record_throttle_bucket", bucket=bucket, failed_at=at)
    _keep(write, bucket, count=0, at=at, until=None)


def wait_after(count_failures: int) -> timedelta:
    """Return how long a bucket is blocked after so many failures: 0, 1, 2, 4, 8, 15, 15 minutes."""
    if count_failures < FREE_TRIES:
        return timedelta(0)
    doublings = min(count_failures - FREE_TRIES, 10)
    return min(FIRST_WAIT * 2**doublings, LONGEST_WAIT)


def bucket_of(trail: Trail, account: str, device: str | None, *, exists: bool) -> str:
    """Return where tries at an account are counted: by the known device, or with all strangers'.

    Tries at accounts that do not exist are counted likewise, in buckets that cannot be worked out
    from outside and that many such accounts share.
    """
    if exists and device is not None and is_known(trail, account, device):
        return f"{account}/{_mark(trail, account, device)[:32]}"
    if exists:
        return f"{account}/*"
    return f"*/{_mark(trail, account, '')[:_STRANGERS]}"


def strangers_bucket(account: str) -> str:
    """Return where the tries at an existing account from unknown devices are counted."""
    return f"{account}/*"


def new_device(trail: Trail, account: str) -> str:
    """Return what a device keeps that someone has signed in from: it names no one."""
    nonce = secrets.token_urlsafe(18)
    return f"{nonce}.{_mark(trail, account, nonce)}"


def is_known(trail: Trail, account: str, device: str) -> bool:
    """Whether this account has signed in with this device before."""
    nonce, _, seal = device.partition(".")
    return hmac.compare_digest(seal.encode(), _mark(trail, account, nonce).encode())


def _mark(trail: Trail, account: str, text: str) -> str:
    return trail.key.mark(f"device\n{account}\n{text}")


def _keep(
    write: Transaction, bucket: str, *, count: int, at: datetime, until: datetime | None
) -> None:
    write.run(
        "access/record_throttle",
        bucket=bucket,
        count_failures=count,
        failed_at=at,
        blocked_until=until,
    )
