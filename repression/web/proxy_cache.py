"""How long the proxy may keep an answer: not beyond the moment at which all servers show other data.

Otherwise it would give a page of the old data, which it kept a second before, beside a file of the new ones.
"""

from __future__ import annotations

import time

from repression.questions import live

# As long as deploy/nginx.conf keeps what does not say how long it may be kept.
KEPT_SECONDS = 10
# An answer that says how long it may be kept is kept whatever its status is: refusals must not say it.
KEPT_STATUSES = (200, 304)

Headers = list[tuple[bytes, bytes]]


def kept_until() -> Headers:
    """The header that ends the keeping of an answer when the data change; none if that is not soon.

    The proxy counts in whole seconds, and still keeps in the second that the header names.
    """
    now, end = time.time(), live.changes_at()
    if end is None or not now < end <= now + KEPT_SECONDS:
        return []
    last = int(end) - 1
    return [(b"x-accel-expires", b"@%d" % last if last >= now else b"0")]
