"""Python loads this before anything else where its folder is on PYTHONPATH: what the process asks of the network.

Every address that it connects to, sends to or asks a name server for becomes a line of the file OUTGOING.
"""

import os
import sys

_EVENTS = {
    "socket.connect",
    "socket.sendto",
    "socket.sendmsg",
    "socket.getaddrinfo",
    "socket.getnameinfo",
    "socket.gethostbyname",
    "socket.gethostbyaddr",
}
_FILE = os.open(os.environ["OUTGOING"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)


def _write(line: str) -> None:
    os.write(_FILE, f"{line}\n".encode())


def _watch(event: str, arguments: tuple[object, ...]) -> None:
    if event in _EVENTS:
        _write(f"{event} {arguments}")


_write("watched")
sys.addaudithook(_watch)
