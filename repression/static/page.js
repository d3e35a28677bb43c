// All that our pages do in a browser. First, before anything else is there: what holds for every page. Then, once a page
// is there, what belongs to the dashboard, or to the page that draws a picture.
"use strict";

const byId = (id) => document.getElementById(id);

// Tells the page where its server is, so that it does not look for it below the page's own path.
// Nothing of a visit is kept on the reader's device: Streamlit would write the opened page's path, sidebar and theme.
Storage.prototype.setItem = function () {};
window.__streamlit = {
  BACKEND_BASE_URL: window.location.origin,
  MAIN_PAGE_BASE_URL: window.location.origin,
};
// The page is in the language of its address, also where the reader changes that without leaving the page.
function speak() {
  const lang = new URLSearchParams(window.location.search).get("lang");
  if (lang) document.documentElement.lang = lang;
}
for (const name of ["pushState", "replaceState"]) {
  const go = window.history[name];
  window.history[name] = function (...to) {
    go.apply(this, to);
    speak();
  };
}
window.addEventListener("popstate", speak);

// A notice that was read is gone as long as the page is open; that it was, is written down nowhere.
document.addEventListener("click", (event) => {
  if (!event.target.closest(".notice button")) return;
  document.documentElement.classList.add("noticed");
  byId("page")?.focus();
});

// A link to an exhibit: it comes after the page, and what stands above it grows while it is drawn. Whoever scrolls
// themselves is let be.
function named() {
  try {
    return decodeURIComponent(window.location.hash.slice(1));
  } catch {
    return ""; // a name that is none
  }
}
const linked = named();
if (linked) {
  let last = null;
  const drawn = window.setInterval(() => {
    const place = byId(linked);
    place?.scrollIntoView();
    const now = place && document.querySelector(".stMain")?.scrollTop;
    if (now !== null && now === last && document.querySelector('[data-test-script-state="notRunning"]')) leave();
    last = now;
  }, 500);
  const leave = () => window.clearInterval(drawn);
  window.setTimeout(leave, 10000);
  ["wheel", "touchstart", "pointerdown", "keydown"].forEach((kind) => window.addEventListener(kind, leave, { once: true }));
}

// The way out leaves at once: nothing of the page is seen while the other one is on its way, and Back does not return to it.
window.addEventListener(
  "click",
  (event) => {
    const way = event.target.closest("#leave");
    if (!way) return;
    document.documentElement.style.display = "none";
    window.location.replace(way.dataset.address);
  },
  true, // before whatever else listens on the page
);

// Data that came while the page stood open are offered, never put in under the reader's eyes.
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

// Who has lost the connection is told so, in words that came with the page, and again when it is back.
const LOST_MS = 4000; // after it was there
const NEVER_MS = 9000; // where it never was
let connected = null;
const started = Date.now();
function watchConnection() {
  if (document.querySelector('[data-test-connection-state="CONNECTED"]')) connected = Date.now();
  const lost = connected === null ? Date.now() - started > NEVER_MS : Date.now() - connected > LOST_MS;
  const told = byId("lost");
  document.body.classList.toggle("lost", lost);
  told.hidden = !lost;
  // Streamlit's own message, which is not shown, takes all that is beside it away from whoever listens.
  told.inert = false;
  told.removeAttribute("aria-hidden");
}

// A picture is drawn out of sight and shown as an image that can be saved.
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

// Some browsers save no data: address of this length, all save a blob's.
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
    const look = () => lookForData().catch(() => {}); // a server that is away is looked for again
    look();
    window.setInterval(look, LOOK_MS);
    window.setInterval(watchConnection, 500);
  }
});
