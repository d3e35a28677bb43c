"""The security headers on every response: what a browser may do with it, and which other sites learn of it."""

from __future__ import annotations

from collections.abc import Mapping

# Streamlit writes styles into its page while it runs, hence 'unsafe-inline' for styles only. What it costs: an attacker
# who could inject HTML into a page could change its looks, and hide or fake a number by that. None can: texts of data
# and of addresses are escaped wherever they are shown, and no style can fetch or send anything, since images, fonts and
# styles are loaded from this site only.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
# Features that no page needs and no script may use.
UNUSED = (
    *("accelerometer", "camera", "display-capture", "geolocation", "gyroscope", "magnetometer", "microphone", "midi"),
    *("payment", "screen-wake-lock", "usb", "xr-spatial-tracking"),
)
SECURITY_HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    # For browsers that do not know frame-ancestors.
    "X-Frame-Options": "DENY",
    # A page that opened ours, or was opened by it, cannot script it.
    "Cross-Origin-Opener-Policy": "same-origin",
    # Data files override this: any site may load them.
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in UNUSED),
    # DNS prefetching would show a reader's provider which links a page has.
    "X-DNS-Prefetch-Control": "off",
}
# What another site may show in a frame, where whoever runs this one allows it: no script at all, and nothing is loaded.
# `Strict-Transport-Security` is not sent with it: it would leave this site's name with readers who never asked for it.
FRAMED_HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors *"
    ),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "Permissions-Policy": SECURITY_HEADERS["Permissions-Policy"],
    "X-DNS-Prefetch-Control": "off",
}
# Sent if the reader came by https, which a proxy in front of this server provides. It leaves a trace of the site in the
# browser for a year, as the history does; without it the next visit by a typed name can be read and changed on the way.
STRICT_TRANSPORT = {"Strict-Transport-Security": "max-age=31536000"}

Raw = list[tuple[bytes, bytes]]


def _raw(headers: Mapping[str, str]) -> Raw:
    return [(name.lower().encode(), value.encode()) for name, value in headers.items()]


HEADERS = _raw(SECURITY_HEADERS)
HTTPS_HEADERS = _raw({**SECURITY_HEADERS, **STRICT_TRANSPORT})
