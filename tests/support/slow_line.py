"""A line to a server on which everything is some time on its way, in both directions, as from far away."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


async def _carry(source: asyncio.StreamReader, target: asyncio.StreamWriter, seconds: float) -> None:
    """Pass on what comes, in its order and each part `seconds` later, however much is on its way."""
    loop = asyncio.get_running_loop()
    underway: asyncio.Queue[tuple[float, bytes]] = asyncio.Queue()

    async def deliver() -> None:
        with suppress(OSError):
            while True:
                due, part = await underway.get()
                await asyncio.sleep(max(0.0, due - loop.time()))
                if not part:
                    break
                target.write(part)
                await target.drain()
        target.close()

    delivering = asyncio.create_task(deliver())
    with suppress(OSError):
        while part := await source.read(65_536):
            underway.put_nowait((loop.time() + seconds, part))
    underway.put_nowait((loop.time() + seconds, b""))
    await delivering


async def _serve(host: str, port: int, seconds: float, opened: threading.Event, addresses: list[str]) -> None:
    async def connect(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection(host, port)
        await asyncio.gather(_carry(reader, back, seconds), _carry(there, writer, seconds))

    async with await asyncio.start_server(connect, "127.0.0.1", 0) as server:
        addresses.append(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
        opened.set()
        await asyncio.Event().wait()


@contextmanager
def slow_line(host: str, seconds: float) -> Iterator[str]:
    """The address of the server at `host` (such as 127.0.0.1:8501) behind a line of `seconds` each way."""
    name, _, port = host.rpartition(":")
    opened, addresses = threading.Event(), list[str]()
    loop = asyncio.new_event_loop()
    serving = loop.create_task(_serve(name, int(port), seconds, opened, addresses))

    def run() -> None:
        with suppress(asyncio.CancelledError):
            loop.run_until_complete(serving)
        for task in asyncio.all_tasks(loop):
            task.cancel()
        loop.run_until_complete(asyncio.sleep(0))
        loop.close()

    thread = threading.Thread(target=run, name="slow-line", daemon=True)
    thread.start()
    opened.wait()
    try:
        yield addresses[0]
    finally:
        loop.call_soon_threadsafe(serving.cancel)
        thread.join()
