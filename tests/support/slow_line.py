"""A line to a server on which everything is some time on its way, in both directions, as from far away."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager, suppress


@contextmanager
def slow_line(host: str, seconds: float) -> Iterator[str]:
    """The address of the server at `host` (such as 127.0.0.1:8501) behind a line of `seconds` each way."""
    started: Future[tuple[str, Callable[[], object]]] = Future()
    thread = threading.Thread(target=lambda: asyncio.run(_serve(host, seconds, started)), name="slow-line")
    thread.start()
    address, stop = started.result()
    try:
        yield address
    finally:
        stop()
        thread.join()


async def _serve(host: str, seconds: float, started: Future[tuple[str, Callable[[], object]]]) -> None:
    name, _, port = host.rpartition(":")

    async def connect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.CancelledError):
            there, back = await asyncio.open_connection(name, int(port))
            try:
                await asyncio.gather(_carry(reader, back, seconds), _carry(there, writer, seconds))
            finally:
                back.close()
        writer.close()

    server = await asyncio.start_server(connect, "127.0.0.1", 0)
    loop, stopped = asyncio.get_running_loop(), asyncio.Event()
    own = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    started.set_result((own, lambda: loop.call_soon_threadsafe(stopped.set)))
    await stopped.wait()
    server.close()


async def _carry(source: asyncio.StreamReader, target: asyncio.StreamWriter, seconds: float) -> None:
    """Pass on what comes, in its order and each part `seconds` later, however much is on its way."""
    loop = asyncio.get_running_loop()
    underway: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()

    async def read() -> None:
        part = b"some"
        while part:
            part = await source.read(65_536)
            underway.put_nowait((loop.time() + seconds, part))

    async def write() -> None:
        due, part = await underway.get()
        while part:
            await asyncio.sleep(due - loop.time())
            target.write(part)
            await target.drain()
            due, part = await underway.get()
        target.close()

    await asyncio.gather(read(), write())
