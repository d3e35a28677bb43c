"""A process that runs `add` in children, so that a test can stop one at any moment.

Each line on its input is a JSON list of arguments for `python -m repression`; for each it forks a child
that runs them, writes the child's number to its output, and after the child's end its exit status and what it said on
stderr, as a JSON list.
`{"at": 7, "under": "/…", "arguments": [...]}` lets the child kill itself at its seventh step that
changes something under that folder: whatever it reads leaves the files as they are. With `"copies": "/…"` in place of
`at` it goes on to its end, and leaves there a copy of the folder as it was before each of these steps: what a kill at
that step would leave. With `"limit": 100` no file that it writes can have more than 100 bytes, as on a full disk.
"""

import json
import os
import resource
import shutil
import signal
import sys

from repression.__main__ import main

_STEPS = frozenset({"open", "os.rename", "os.remove", "os.mkdir"})
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


def run(order: dict[str, object] | list[str]) -> int:
    if isinstance(order, list):
        return main(order)
    if "limit" in order:
        resource.setrlimit(resource.RLIMIT_FSIZE, (order["limit"],) * 2)  # type: ignore[arg-type]
        return main(order["arguments"])  # type: ignore[arg-type]
    steps = 0

    def count(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal steps
        if event not in _STEPS or str(order["under"]) not in str(arguments[0]):
            return
        if event == "open" and not int(str(arguments[2])) & _WRITING:
            return  # `os.kill` is an event, too: it must not be counted at the very step at which it happens
        steps += 1
        if "copies" in order:
            shutil.copytree(str(order["under"]), f"{order['copies']}/{steps:03}")
        elif steps == order["at"]:
            os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(count)
    return main(order["arguments"])  # type: ignore[arg-type]


for line in sys.stdin:
    heard, said = os.pipe()
    child = os.fork()
    if not child:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.dup2(said, 2)
        os._exit(run(json.loads(line)))
    os.close(said)
    print(child, flush=True)
    with open(heard, encoding="utf-8", errors="replace") as stderr:  # it may end within a letter
        words = stderr.read()
    _, status = os.waitpid(child, 0)
    print(json.dumps([os.waitstatus_to_exitcode(status), words]), flush=True)
