"""What the proxy is told, so that it keeps answers by the version of the data and never sends one of other data.

It asks which version is shown (`/own/alive`) before it answers, and keeps that for a second, but not beyond the moment
at which all servers show other data. Every answer says of which version it is.
"""

from __future__ import annotations

import time

from repression.questions import live

VERSION_HEADER = b"x-data-version"
# As long as deploy/nginx.conf keeps which version is shown; it counts in whole seconds.
KEPT_SECONDS = 1


def version_kept_until() -> dict[str, str]:
    """The header that ends the keeping of the version when the data change; none if that is not soon.

    The proxy still keeps in the second that the header names.
    """
    now, end = time.time(), live.changes_at()
    if end is None or not now < end <= now + KEPT_SECONDS + 1:
        return {}
    last = int(end) - 1
    return {"X-Accel-Expires": f"@{last}" if last >= now else "0"}
