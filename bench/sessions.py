"""A reader's session as a browser holds it: Streamlit's own messages over a websocket.

What a browser does and the server therefore has to bear is done here too: every widget's state goes with every rerun, a
message that the browser keeps is named and not sent again, a fragment that runs by the clock is asked for by the clock,
and compression is offered.
"""

from __future__ import annotations

import asyncio
import ssl
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Self

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.proto.Element_pb2 import Element
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState
from websockets.asyncio.client import ClientConnection, connect

PATIENCE = 120.0
OUR_CHART = '<div class="chart"'
Finished = ForwardMsg.ScriptFinishedStatus


class FailedRun(RuntimeError):
    """A rerun that did not end well, or did not show what was asked for; the message says what was there."""


@dataclass
class Screen:
    """What one run of the page sent: its elements by place, and how many seconds it took until the page was whole."""

    elements: dict[tuple[int, ...], Element] = field(default_factory=dict)
    seconds: float = 0.0

    def each(self, kind: str) -> Iterator[Any]:
        """The elements of a kind, such as `html` or `selectbox`, in no order."""
        for element in self.elements.values():
            if element.WhichOneof("type") == kind:
                yield getattr(element, kind)

    @property
    def kinds(self) -> set[str]:
        """The kinds of elements there are."""
        return {str(each.WhichOneof("type")) for each in self.elements.values()}

    @property
    def text(self) -> str:
        """All HTML of the page."""
        return "\n".join(each.html_content for each in self.each("bidi_component"))

    @property
    def charts(self) -> tuple[str, ...]:
        """Every chart as what draws it, in the order of the page: an SVG of ours, or a figure of a reference."""
        found = [(place, _drawing(each)) for place, each in self.elements.items()]
        return tuple(drawing for _, drawing in sorted(found) if drawing)


def _drawing(element: Element) -> str:
    """What draws the chart of an element; empty if it is none."""
    if element.WhichOneof("type") == "plotly_chart":
        return str(element.plotly_chart.spec)
    _, mark, drawing = str(element.bidi_component.html_content).partition(OUR_CHART)
    return mark + drawing


# How a widget says its value in its element, and where the value goes in its state.
VALUES: Mapping[str, tuple[Callable[[Any], Any], str]] = {
    "multiselect": (lambda each: list(each.raw_values), "string_array_value"),
    "button_group": (lambda each: list(each.raw_values), "string_array_value"),
    "selectbox": (lambda each: each.raw_value if each.HasField("raw_value") else None, "string_value"),
    "radio": (lambda each: each.raw_value if each.HasField("raw_value") else None, "string_value"),
    "number_input": (lambda each: each.value if each.HasField("value") else None, "double_value"),
    "text_input": (lambda each: each.value, "string_value"),
}
FIRST_VALUES: Mapping[str, Callable[[Any], Any]] = {
    "multiselect": lambda each: [each.options[position] for position in each.default],
    "button_group": lambda each: [each.options[position].content for position in each.default],
    "selectbox": lambda each: each.options[each.default] if each.HasField("default") else None,
    "radio": lambda each: each.options[each.default] if each.HasField("default") else None,
    "number_input": lambda each: each.default if each.HasField("default") else None,
    "text_input": lambda each: each.default,
}


class Session:
    """One open page of one reader. Use as `async with Session(host, "sentences", "lang=en") as session`.

    With `secured` it speaks TLS, and trusts the certificates which that names; with `address` it comes from there, an
    address of this machine; with `place`, an address too, the host is there, whatever names say.
    """

    def __init__(
        self,
        host: str,
        page: str,
        query: str,
        secured: ssl.SSLContext | None = None,
        address: str | None = None,
        place: str | None = None,
    ) -> None:
        self._host, self._page, self.query, self._secured = host, page, query, secured
        self._address, self._place = address, place
        self._script = ""
        self._widgets: dict[str, tuple[str, Any]] = {}
        self._values: dict[str, Any] = {}
        self._kept: dict[str, tuple[bytes, int]] = {}
        self._runs = 0
        self._longest_kept = 2
        self._clocks: dict[str, asyncio.Task[None]] = {}
        self._screen = Screen()
        self._ended: asyncio.Future[Screen] | None = None
        self._unfinished = False
        self.received = 0
        self.sent: list[int] = []

    async def __aenter__(self) -> Self:
        self._socket: ClientConnection = await connect(
            f"{'wss' if self._secured else 'ws'}://{self._host}/_stcore/stream",
            subprotocols=["streamlit"],  # type: ignore[list-item]
            origin=self._origin,  # type: ignore[arg-type]
            ssl=self._secured,
            max_size=None,
            open_timeout=PATIENCE,
            ping_interval=None,
            local_addr=(self._address, 0) if self._address else None,
            **self._elsewhere(),
        )
        self._reader = asyncio.create_task(self._read())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._stop_clocks(list(self._clocks))
        self._reader.cancel()
        with suppress(asyncio.CancelledError):
            await self._reader
        await self._socket.close()

    def _elsewhere(self) -> dict[str, Any]:
        """Where to connect to, if not where the host's name leads."""
        return {"host": self._place, "port": int(self._host.rpartition(":")[2])} if self._place else {}

    @property
    def _origin(self) -> str:
        return f"{'https' if self._secured else 'http'}://{self._host}"

    async def load(self) -> Screen:
        """The first run of the page."""
        return await self._run(page_name=self._page)

    async def go(self, query: str) -> Screen:
        """The page for another address, as the browser's back and forward ask for it."""
        self.query = query
        return await self._run(page_script_hash=self._script, is_history_navigation=True)

    async def choose(self, **values: Any) -> Screen:
        """The page after widgets were changed; their names are the ends of their keys, `_` for `-`.

        A choice is given by the beginnings of its options, without the count that stands behind them.
        """
        for name, value in values.items():
            widget = self._named(name)
            kind, element = self._widgets[widget]
            self._values[widget] = _picked(kind, element, value)
        return await self._run(page_script_hash=self._script)

    def options(self, name: str) -> list[str]:
        """The options of a widget, as they are shown."""
        _, element = self._widgets[self._named(name)]
        return list(element.options)

    def value(self, name: str) -> Any:
        """What a widget is set to."""
        return self._values[self._named(name)]

    def _named(self, name: str) -> str:
        ending = "-" + name.replace("_", "-")
        found = [widget for widget in self._widgets if widget.replace("_", "-").endswith(ending)]
        if len(found) != 1:
            raise FailedRun(f"the page has {len(found)} widgets {name!r}, of {sorted(self._widgets)}")
        return found[0]

    async def _run(self, **state: Any) -> Screen:
        self._ended = asyncio.get_running_loop().create_future()
        began = time.perf_counter()
        await self._send(**state)
        both: set[asyncio.Future[Any]] = {self._ended, self._reader}
        await asyncio.wait(both, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
        if self._reader.done():
            self._reader.result()
        if not self._ended.done():
            raise FailedRun(f"no page within {PATIENCE} s for {self._page}?{self.query}")
        screen = self._ended.result()
        screen.seconds = time.perf_counter() - began
        return screen

    async def _send(self, **state: Any) -> None:
        client = ClientState(query_string=self.query, cached_message_hashes=list(self._kept), **state)
        client.context_info.url = f"{self._origin}/{self._page}"
        client.context_info.timezone, client.context_info.locale = "Europe/Minsk", "en-US"
        for widget, value in self._values.items():
            client.widget_states.widgets.append(_state(widget, self._widgets[widget][0], value))
        message = BackMsg(rerun_script=client).SerializeToString()
        self.sent.append(len(message))
        await self._socket.send(message)

    async def _read(self) -> None:
        async for frame in self._socket:
            assert isinstance(frame, bytes)
            self.received += len(frame)
            self._take(ForwardMsg.FromString(frame), frame)
        raise FailedRun("the server closed the connection")

    def _take(self, message: ForwardMsg, frame: bytes) -> None:
        kind = message.WhichOneof("type")
        if kind == "ref_hash":
            place = list(message.metadata.delta_path)
            kept, _ = self._kept[message.ref_hash]
            self._kept[message.ref_hash] = (kept, self._runs)
            message = ForwardMsg.FromString(kept)
            message.metadata.delta_path[:] = place
            kind = message.WhichOneof("type")
        elif message.metadata.cacheable:
            self._kept[message.hash] = (frame, self._runs)
        if kind == "delta":
            self._take_delta(message)
        elif kind == "new_session":
            self._begin(message)
        elif kind == "navigation":
            self._script = message.navigation.page_script_hash
        elif kind == "page_info_changed":
            self.query = message.page_info_changed.query_string
        elif kind == "auto_rerun":
            self._set_clock(message.auto_rerun.fragment_id, message.auto_rerun.interval)
        elif kind == "stop_auto_rerun":
            self._stop_clocks(message.stop_auto_rerun.fragment_ids)
        elif kind == "script_finished":
            self._finish(message)

    def _begin(self, message: ForwardMsg) -> None:
        self._longest_kept = message.new_session.config.max_cached_message_age
        if not message.metadata.run.fragment_ids:
            self._script = message.new_session.page_script_hash
            self._screen, self._unfinished = Screen(), True
            self._stop_clocks(list(self._clocks))
        elif self._unfinished and self._ended and not self._ended.done():
            self._ended.set_exception(FailedRun("a run by the clock began and the end of the page never came"))

    def _take_delta(self, message: ForwardMsg) -> None:
        if message.delta.WhichOneof("type") != "new_element":
            return
        element = message.delta.new_element
        self._screen.elements[tuple(message.metadata.delta_path)] = element
        kind = str(element.WhichOneof("type"))
        if kind not in VALUES:
            return
        widget = getattr(element, kind)
        fresh = widget.id not in self._values
        self._widgets[widget.id] = (kind, widget)
        if widget.set_value:
            self._values[widget.id] = VALUES[kind][0](widget)
        elif fresh:
            self._values[widget.id] = FIRST_VALUES[kind](widget)

    def _finish(self, message: ForwardMsg) -> None:
        status = message.script_finished
        fragments = list(message.metadata.run.fragment_ids)
        self._unfinished = self._unfinished and bool(fragments)
        if status in (Finished.FINISHED_SUCCESSFULLY, Finished.FINISHED_FRAGMENT_RUN_SUCCESSFULLY):
            self._runs += 1
            self._forget(fragments)
        others = (Finished.FINISHED_FRAGMENT_RUN_SUCCESSFULLY, Finished.FINISHED_EARLY_FOR_RERUN)
        if self._ended and not self._ended.done() and status not in others:
            if status == Finished.FINISHED_SUCCESSFULLY:
                self._forget_widgets()
                self._ended.set_result(self._screen)
            else:
                self._ended.set_exception(FailedRun(f"the script ended as {Finished.Name(status)}"))

    def _forget(self, fragments: Sequence[str]) -> None:
        """Drops kept messages that no run has named for as long as the server says; a fragment's run drops none."""
        if not fragments:
            oldest = self._runs - self._longest_kept
            self._kept = {name: each for name, each in self._kept.items() if each[1] >= oldest}

    def _forget_widgets(self) -> None:
        """Drops the state of widgets that are not on the page any more."""
        shown = {widget.id for kind in VALUES for widget in self._screen.each(kind)}
        self._widgets = {widget: each for widget, each in self._widgets.items() if widget in shown}
        self._values = {widget: value for widget, value in self._values.items() if widget in shown}

    def _set_clock(self, fragment: str, interval: float) -> None:
        if fragment not in self._clocks:
            self._clocks[fragment] = asyncio.create_task(self._by_the_clock(fragment, interval))

    def _stop_clocks(self, fragments: Iterable[str]) -> None:
        for fragment in fragments:
            if clock := self._clocks.pop(fragment, None):
                clock.cancel()

    async def _by_the_clock(self, fragment: str, interval: float) -> None:
        while True:
            await asyncio.sleep(interval)
            await self._send(page_script_hash=self._script, fragment_id=fragment, is_auto_rerun=True)


def _picked(kind: str, element: Any, value: Any) -> Any:
    """A widget's value for what a reader picks. Raises FailedRun where there is no such option."""
    if kind == "number_input" or value is None:
        return value
    offered = [each.content for each in element.options] if kind == "button_group" else list(element.options)
    by_name = {option: option for option in offered} | {
        option.rpartition(" (")[0] or option: option for option in offered
    }
    wanted = [value] if isinstance(value, str) else list(value)
    if missing := [each for each in wanted if each not in by_name]:
        raise FailedRun(f"{element.label} offers no {missing}, only {list(by_name)}")
    options = [by_name[each] for each in wanted]
    return options if kind in ("multiselect", "button_group") else options[0]


def _state(widget: str, kind: str, value: Any) -> WidgetState:
    state = WidgetState(id=widget)
    if value is None:
        return state
    where = VALUES[kind][1]
    if where == "string_array_value":
        state.string_array_value.data.extend(value)
        state.string_array_value.SetInParent()
    else:
        setattr(state, where, value)
    return state
