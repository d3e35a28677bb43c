"""Health checks for operators: whether the server is alive and has data. Nothing is counted or stored."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from repression.questions import live
from repression.site import OWN
from repression.snapshots.issues import printable
from repression.warehouse.database import NoData
from repression.web.proxy_cache import version_kept_until

NOT_KEPT = {"Cache-Control": "no-store"}
# The data folder is polled every `live.POLL_SECONDS`, and a repair of it takes longer.
RETRY_SECONDS = 10


async def alive(request: Request) -> Response:
    """`/own/alive`: the process answers; its headers tell the proxy which data are shown.

    Needs no thread, so that it answers when all threads are busy.
    """
    return PlainTextResponse("alive\n", headers=NOT_KEPT | version_kept_until())


def ready(request: Request) -> Response:
    """`/own/ready`: data are loaded, with their day and version, and the files of the data folder that are `refused`.

    Of data from a store, `store` says which `edition` the copy has, whether the store `answers` and when it did last;
    why it does not is in the log, since the reason names the store. 503 with the reason where there are no data.
    """
    try:
        warehouse = live.current()
    except NoData as fault:
        return PlainTextResponse(f"{fault}\n", 503, {**NOT_KEPT, "Retry-After": str(RETRY_SECONDS)})
    refused = sorted({printable(issue.path) for issue in warehouse.catalog.issues})
    state: dict[str, object] = {
        "day": warehouse.days[-1].isoformat(),
        "version": warehouse.version,
        "refused": refused,
    }
    if store := live.store():
        reached = store.reached.isoformat(timespec="seconds") if store.reached else None
        state["store"] = {"edition": store.edition, "answers": not store.problem, "answered": reached}
    return JSONResponse(state, headers=NOT_KEPT)


ROUTES: list[BaseRoute] = [Route(f"{OWN}/alive", alive), Route(f"{OWN}/ready", ready)]
