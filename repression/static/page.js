// The script of all our pages, which can be read without it. It runs when the document is read, before any script of
// Streamlit's.
"use strict";

const byId = (id) => document.getElementById(id);
const textOf = (element) => element.textContent.replaceAll(/\s+/g, " ").trim();
const topOf = (element) => element.getBoundingClientRect().top;
// Calls `act` with the element that was clicked, if `selector` finds it, and the event.
function onClick(selector, act, options) {
  const listen = (event) => {
    const found = event.target.closest(selector);
    if (found) act(found, event);
  };
  window.addEventListener("click", listen, options);
}

// Tells Streamlit the address of its server; otherwise it looks for it below the path of the open page.
// Nothing is stored on the reader's device: Streamlit would store the path of the page and the theme.
Storage.prototype.setItem = function () {};
window.__streamlit = {
  BACKEND_BASE_URL: window.location.origin,
  MAIN_PAGE_BASE_URL: window.location.origin,
};
// The page has the language of its address, also after the address changes without a page load.
function setLanguage() {
  const lang = new URLSearchParams(window.location.search).get("lang");
  // Also the same language, set again, would have the browser work out all styles anew.
  if (lang && lang !== document.documentElement.lang) document.documentElement.lang = lang;
}
for (const name of ["pushState", "replaceState"]) {
  const go = window.history[name];
  window.history[name] = function (...to) {
    go.apply(this, to);
    setLanguage();
  };
}
window.addEventListener("popstate", setLanguage);

// Parameters of an address that mean nothing here leave it, before Streamlit reads it. The line that says so goes with the
// first click.
const passedOver = byId("passed-over");
if (passedOver) {
  window.history.replaceState(null, "", passedOver.dataset.address + window.location.hash);
  document.addEventListener("click", () => passedOver.remove(), { once: true });
}

// Who types е finds ё: many keyboards lack the letter, and many readers leave its dots out. So with the Belarusian Latin letters of
// Homieĺ and Mahilioŭ, which stand here without signs. Streamlit's lists and tables look for what is typed, in small letters,
// among their texts in small letters; here both lose dots and signs.
const PLAIN = { ё: "е", ĺ: "l", ŭ: "u" };
const lower = String.prototype.toLowerCase;
String.prototype.toLowerCase = function () {
  return lower.call(this).replace(/[ёĺŭ]/g, (letter) => PLAIN[letter]);
};

// A closed notice stays closed while the page is open; this is stored nowhere.
onClick(".notice button", () => {
  document.documentElement.classList.add("noticed");
  byId("page")?.focus();
});

// The quick exit hides the page at once, while the other page loads, and Back does not return to it. It comes before what
// else listens (`capture`).
onClick("#leave", (way, event) => {
  event.preventDefault();
  document.documentElement.style.display = "none";
  window.location.replace(way.href);
}, { capture: true });

// A link of a mark in Streamlit's page: its address is opened there, as by Forward, and not loaded anew. Without a
// connection the link stays one.
onClick('[data-test-connection-state="CONNECTED"] .chart a', (mark, event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  untell(); // the mark goes, or gets another number
  const address = new URL(mark.getAttribute("href"), window.location);
  window.history.pushState(null, "", address.pathname + address.search);
  window.dispatchEvent(new PopStateEvent("popstate"));
});

// What is said of a mark is its <title>. Browsers show that late, and only beside a mouse: here it is shown at once, to a
// finger and to the keyboard, too. While a mouse is on a mark its <title> is empty, or the browser would show it as well.
// What the keyboard is at stays told when the page scrolls below a resting mouse.
const MARK = ".chart :is(a, g):has(> title)";
const tip = document.createElement("div");
tip.id = "tip";
tip.ariaHidden = "true";
let told = null;
function tell(mark, event) {
  untell();
  const title = mark.querySelector(":scope > title");
  told = { mark, title, text: title.textContent, isFocused: event.type === "focusin" };
  tip.textContent = told.text;
  document.body.append(tip);
  if (event.pointerType === "mouse") title.textContent = "";
  placeTip();
}
function placeTip() {
  if (!told?.mark.isConnected) return untell();
  const place = told.mark.getBoundingClientRect();
  const left = place.left + place.width / 2 - tip.offsetWidth / 2;
  tip.style.left = `${Math.max(4, Math.min(left, window.innerWidth - tip.offsetWidth - 4))}px`;
  tip.style.top = `${place.top >= tip.offsetHeight + 8 ? place.top - tip.offsetHeight - 8 : place.bottom + 8}px`;
}
function untell() {
  if (!told) return;
  if (!told.title.textContent) told.title.textContent = told.text;
  tip.remove();
  told = null;
}
for (const kind of ["pointerover", "pointermove", "focusin"]) {
  document.addEventListener(kind, (event) => {
    const mark = event.target.closest(MARK);
    if (mark && mark !== told?.mark) tell(mark, event);
    else if (!mark && kind !== "focusin" && !told?.isFocused) untell();
  });
}
document.addEventListener("focusout", (event) => event.target.closest(MARK) && untell());
document.addEventListener("scroll", placeTip, { capture: true, passive: true });
document.addEventListener("keydown", (event) => event.key === "Escape" && untell());

// "Link to this" copies the address. Where browsers do not allow that, it stays a link.
onClick(".permalink", (link, event) => {
  if (!navigator.clipboard) return;
  event.preventDefault();
  const said = link.parentElement.querySelector("[role=status]");
  navigator.clipboard.writeText(link.href).then(
    () => (said.textContent = link.dataset.copied),
    () => window.location.assign(link.href),
  );
});

// Offers newer data as a link; the open page never changes by itself.
const LOOK_MS = 4000;
let opened = null;
async function lookForData() {
  if (document.hidden) return;
  const lang = encodeURIComponent(document.documentElement.lang);
  const answer = await fetch(`/own/newest?lang=${lang}`, { cache: "no-store" });
  if (answer.status !== 200) return;
  const now = await answer.json();
  opened ??= now;
  if (now.version !== opened.version) offerData(now);
}
function offerData(now) {
  const link = document.createElement("a");
  const address = new URL(window.location);
  address.searchParams.set("snapshot", now.day);
  link.href = address;
  link.textContent = now.show;
  byId("arrived").hidden = false; // first, so that screen readers say what comes into it
  byId("arrived").replaceChildren(now.day === opened.day ? now.changed : now.newer, " ", link);
}

// The page as it came from the server stands in #plain. Streamlit's application is loaded behind it, into #root, and takes
// its place in one step when it is complete, so that what the reader looks at stays where it is.
const NEVER_MS = 9000; // after which a connection that never came is spoken of
const CALM_MS = 300; // for which the reader leaves the page alone, and Streamlit's page does not change
const LOOK_AGAIN_MS = 100; // until NEVER_MS have passed
const LOOK_LATER_MS = 1000; // then: the page may stay open for hours
let isAsked = false; // whether the reader pressed the button
let begun; // when the application began to load
let calmSince = null;
let touched = 0; // when the reader scrolled or pressed last
let isFormChanged = false; // and was not sent
const whenIdle = window.requestIdleCallback ?? window.setTimeout;

// With Save-Data or on a slow line, 1.4 MB of script come only if the reader asks for them.
function isLineSlow() {
  const { saveData, effectiveType = "4g" } = navigator.connection ?? {};
  return saveData || effectiveType !== "4g";
}

// The line below the page says in one of its states what there is to say of the interactive page; null hides it.
function offer(state) {
  const line = byId("offer");
  line.hidden = state === null;
  for (const each of line.querySelectorAll("[data-state]")) each.hidden = each.dataset.state !== state;
}

function loadApp() {
  document.head.append(document.importNode(byId("app").content, true));
  begun = Date.now();
  takeOver();
}

function startTaking() {
  for (const fold of byId("plain").querySelectorAll("details[open]")) fold.dataset.openAtFirst = "";
  byId("offer").querySelector("button").addEventListener("click", () => {
    offer("loading");
    isAsked = true;
    byId("offer").focus(); // the button is gone
    loadApp();
  });
  for (const kind of ["scroll", "pointerdown", "touchmove"]) {
    window.addEventListener(kind, () => (touched = Date.now()), { passive: true });
  }
  byId("plain").addEventListener("input", () => (isFormChanged = true));
  if (isLineSlow()) offer("asked");
  else window.addEventListener("load", () => whenIdle(loadApp)); // after everything of the page is there
}

function takeOver() {
  const app = document.querySelector('[data-testid="stApp"]');
  const isConnected = app?.dataset.testConnectionState === "CONNECTED";
  const isReady = isConnected && isComplete(app);
  const isLate = Date.now() - begun > NEVER_MS;
  if (isConnected && !byId("offer").hidden) offer(isReady ? null : "loading");
  else if (!isConnected && isLate) offer("failed");
  if (!isReady || isInUse()) calmSince = null;
  else calmSince ??= Date.now();
  if (calmSince !== null && Date.now() - calmSince >= CALM_MS) exchange();
  else window.setTimeout(takeOver, isLate ? LOOK_LATER_MS : LOOK_AGAIN_MS);
}

// Whether Streamlit has run the page and drawn all of it: the scripts that draw HTML and charts come after the first texts.
const DRAWN = ["h1", ".exhibit-head", ".chart", ".exhibit-foot"];
function isComplete(app) {
  return (
    app.dataset.testScriptState === "notRunning" &&
    !app.querySelector('[data-testid="stSkeleton"], [data-stale="true"]') &&
    DRAWN.every((part) => app.querySelectorAll(part).length >= byId("plain").querySelectorAll(part).length)
  );
}

// Whether the reader is at something that would be lost with the page: a selection, the form, a fold of it alone.
function isInUse() {
  const plain = byId("plain");
  const selection = window.getSelection();
  if (!selection.isCollapsed && plain.contains(selection.anchorNode)) return true;
  if (isFormChanged || document.activeElement?.closest("#plain form")) return true;
  if (openFolds(plain).some((fold) => !twinOf(fold.firstElementChild))) return true;
  return Date.now() - touched < CALM_MS;
}

// The folds that the reader opened.
function openFolds(plain) {
  return [...plain.querySelectorAll("details[open]")].filter((fold) => !("openAtFirst" in fold.dataset));
}

// What stands in Streamlit's page for a link, a button or the title of a fold; undefined if nothing does.
function twinOf(element) {
  const folds = ":is(.exhibit-foot, .card, .profile, .prose, .notice) summary"; // Streamlit has folds of its own
  const kind = element.matches("summary") ? folds : element.tagName;
  const alike = (page) =>
    [...page.querySelectorAll(kind)].filter((each) => each.href === element.href && textOf(each) === textOf(element));
  return alike(byId("root"))[alike(byId("plain")).indexOf(element)];
}

// Blocks that both pages have: charts and tables by their order, all others by what is written in them. The cells of a table
// that scrolls are a canvas in Streamlit's page; what is folded is nowhere; buttons stand elsewhere.
const BLOCKS = ".top, h1, h2, h3, h4, p, li, tr, pre, .chart, .table:not(details), .stDataFrame";
const WITHIN = "button *, .stDataFrame *, .table:not(.whole) *, .chart *, details:not([open]) > :not(summary)";
function blocksOf(page) {
  const found = new Map();
  for (const each of page.querySelectorAll(BLOCKS)) {
    if (!each.getClientRects().length || each.closest(WITHIN)) continue;
    const name = each.matches(".chart") ? "chart" : each.matches(".table, .stDataFrame") ? "table" : textOf(each);
    found.set(name, [...(found.get(name) ?? []), each]);
  }
  return found;
}

// The block at the reader's eye in Streamlit's page, and how high it stands in the server's: the first that begins within the
// window, or else the last above it.
function atEye() {
  const theirs = blocksOf(byId("root"));
  const placed = [...blocksOf(byId("plain"))]
    .filter(([name, ours]) => ours.length === theirs.get(name)?.length)
    .flatMap(([name, ours]) => ours.map((each, place) => ({ other: theirs.get(name)[place], top: topOf(each) })))
    .sort((one, other) => one.top - other.top);
  return placed.find((each) => each.top >= -4) ?? placed.at(-1);
}

function exchange() {
  const plain = byId("plain");
  const eye = atEye();
  const focused = document.activeElement;
  // Who asked for this page by the button, which is gone, begins at its heading.
  const isMoved = plain.contains(focused) || (isAsked && [document.body, byId("offer")].includes(focused));
  const focus = isMoved && (twinOf(focused) ?? byId("root").querySelector("h1"));
  for (const fold of openFolds(plain)) twinOf(fold.firstElementChild).parentElement.open = true;
  for (const line of ["groups", "siblings"]) {
    const theirs = document.querySelector(`.st-key-${line}`);
    if (theirs) theirs.scrollLeft = plain.querySelector(`.${line}`)?.scrollLeft;
  }
  offer(null);
  plain.remove();
  document.body.classList.remove("plain");
  byId("root").inert = false;
  const hold = () => {
    if (eye) document.querySelector(".stMain").scrollTop += topOf(eye.other) - eye.top;
  };
  hold();
  window.requestAnimationFrame(hold); // the scroll bar of the document went with the page
  if (focus) focus.focus({ preventScroll: true });
  window.setInterval(watchConnection, 500);
}

// Shows a message while the connection is lost. Its text is part of the page, in the reader's language.
const LOST_MS = 4000;
let connected = Date.now();
function watchConnection() {
  if (document.querySelector('[data-test-connection-state="CONNECTED"]')) connected = Date.now();
  const lost = Date.now() - connected > LOST_MS;
  const message = byId("lost");
  document.body.classList.toggle("lost", lost);
  message.hidden = !lost;
  // Streamlit's own message, which our CSS hides, makes everything beside it inert and hidden from screen readers.
  message.inert = false;
  message.removeAttribute("aria-hidden");
}

if (byId("app")) {
  const look = () => lookForData().catch(() => {}); // a server that does not answer is asked again
  look();
  window.setInterval(look, LOOK_MS);
  startTaking();
}
