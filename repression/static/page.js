// The script of all our pages. It is loaded first: the top part runs at once, on every page. After DOMContentLoaded runs
// the part for the dashboard, or the part for the page that draws a picture.
"use strict";

const byId = (id) => document.getElementById(id);

// Tells Streamlit the address of its server; otherwise it looks for it below the path of the open page.
// Nothing is stored on the reader's device: Streamlit would store the path of the page, the sidebar's state and the theme.
Storage.prototype.setItem = function () {};
window.__streamlit = {
  BACKEND_BASE_URL: window.location.origin,
  MAIN_PAGE_BASE_URL: window.location.origin,
};
// The page has the language of its address, also after the address changes without a page load.
function setLanguage() {
  const lang = new URLSearchParams(window.location.search).get("lang");
  if (lang) document.documentElement.lang = lang;
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
document.addEventListener("readystatechange", () => {
  const line = byId("passed-over");
  if (!line || document.readyState !== "interactive") return; // interactive: all is parsed, no deferred script has run
  window.history.replaceState(null, "", line.dataset.address + window.location.hash);
  document.addEventListener("click", () => line.remove(), { once: true });
});

// Who types е finds ё: many keyboards lack the letter, and many readers leave its dots out. Streamlit's lists and tables look
// for what is typed, in small letters, among their texts in small letters; here both lose the dots.
const lower = String.prototype.toLowerCase;
String.prototype.toLowerCase = function () {
  return lower.call(this).replaceAll("ё", "е");
};

// A closed notice stays closed while the page is open; this is stored nowhere.
document.addEventListener("click", (event) => {
  if (!event.target.closest(".notice button")) return;
  document.documentElement.classList.add("noticed");
  byId("page")?.focus();
});

// A link to an exhibit: the exhibit is rendered after the page, and the content above it grows meanwhile. So scroll to it
// again until the page is complete, the reader scrolls, or ten seconds have passed.
function linkedId() {
  try {
    return decodeURIComponent(window.location.hash.slice(1));
  } catch {
    return ""; // not valid URL encoding
  }
}
const linked = linkedId();
if (linked) {
  let last = null;
  const drawn = window.setInterval(() => {
    const place = byId(linked);
    place?.scrollIntoView();
    const now = place && document.querySelector(".stMain")?.scrollTop;
    if (now !== null && now === last && document.querySelector('[data-test-script-state="notRunning"]')) stop();
    last = now;
  }, 500);
  const stop = () => window.clearInterval(drawn);
  window.setTimeout(stop, 10000);
  ["wheel", "touchstart", "pointerdown", "keydown"].forEach((kind) => window.addEventListener(kind, stop, { once: true }));
}

// The quick exit hides the page at once, while the other page loads, and Back does not return to it.
window.addEventListener(
  "click",
  (event) => {
    const way = event.target.closest("#leave");
    if (!way) return;
    document.documentElement.style.display = "none";
    window.location.replace(way.dataset.address);
  },
  true, // capture: before every other listener of the page
);

// Offers newer data as a link; the open page never changes by itself.
const LOOK_MS = 4000;
let opened = null;
async function lookForData() {
  if (document.hidden) return;
  const lang = document.documentElement.lang;
  const answer = await fetch(`/own/newest?lang=${encodeURIComponent(lang)}`, { cache: "no-store" });
  if (answer.status !== 200) return;
  const now = await answer.json();
  opened ??= now;
  if (now.version !== opened.version) offerData(now);
}
function offerData(now) {
  const offered = byId("arrived") ?? document.createElement("p");
  const link = document.createElement("a");
  const address = new URL(window.location);
  address.searchParams.set("snapshot", now.day);
  link.href = address;
  link.textContent = now.show;
  offered.id = "arrived";
  offered.className = "newer";
  offered.setAttribute("role", "status");
  offered.replaceChildren(now.day === opened.day ? now.changed : now.newer, " ", link);
  document.body.append(offered);
}

// Shows a message while the connection is lost. Its text is part of the page, in the reader's language.
const LOST_MS = 4000; // after a connection
const NEVER_MS = 9000; // without any connection yet
let connected = null;
const started = Date.now();
function watchConnection() {
  if (document.querySelector('[data-test-connection-state="CONNECTED"]')) connected = Date.now();
  const lost = connected === null ? Date.now() - started > NEVER_MS : Date.now() - connected > LOST_MS;
  const message = byId("lost");
  document.body.classList.toggle("lost", lost);
  message.hidden = !lost;
  // Streamlit's own message, which our CSS hides, makes everything beside it inert and hidden from screen readers.
  message.inert = false;
  message.removeAttribute("aria-hidden");
}

// Draws the picture off the screen, and shows it as an image to save.
async function drawPicture() {
  const spec = JSON.parse(byId("spec").textContent);
  const stage = byId("stage");
  const { width, height } = spec.layout;
  await Plotly.newPlot(stage, spec.data, spec.layout, spec.config);
  const png = toBlob(await Plotly.toImage(stage, { format: "png", width, height, scale: 1 }));
  const svg = toBlob(await Plotly.toImage(stage, { format: "svg", width, height }));
  Plotly.purge(stage);
  offerFile("png", png);
  offerFile("svg", svg);
  byId("picture").src = URL.createObjectURL(png);
  byId("picture").hidden = false;
  byId("state").hidden = true;
}

// Some browsers cannot save data: URLs of this length; all save blob: URLs.
function toBlob(address) {
  const comma = address.indexOf(",");
  const [head, body] = [address.slice(5, comma), address.slice(comma + 1)];
  const type = head.split(";")[0];
  if (!head.endsWith(";base64")) {
    return new Blob([decodeURIComponent(body)], { type });
  }
  return new Blob([Uint8Array.from(atob(body), (letter) => letter.charCodeAt(0))], { type });
}

function offerFile(id, blob) {
  byId(id).href = URL.createObjectURL(blob);
  byId(id).hidden = false;
}

document.addEventListener("DOMContentLoaded", () => {
  if (byId("spec")) {
    drawPicture().catch((fault) => {
      const state = byId("state");
      state.textContent = state.dataset.failed;
      console.error(fault);
    });
  } else {
    const look = () => lookForData().catch(() => {}); // a server that does not answer is asked again
    look();
    window.setInterval(look, LOOK_MS);
    window.setInterval(watchConnection, 500);
  }
});
