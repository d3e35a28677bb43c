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
  document.getElementById("page")?.focus();
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
    const place = document.getElementById(linked);
    place?.scrollIntoView();
    const now = place && document.querySelector(".stMain")?.scrollTop;
    if (now !== null && now === last && document.querySelector('[data-test-script-state="notRunning"]')) leave();
    last = now;
  }, 500);
  const leave = () => window.clearInterval(drawn);
  window.setTimeout(leave, 10000);
  ["wheel", "touchstart", "pointerdown", "keydown"].forEach((kind) => window.addEventListener(kind, leave, { once: true }));
}

// Data that came while the page stood open are offered, never put in under the reader's eyes.
const LOOK_MS = 5000;
let opened = null;
async function look() {
  if (document.hidden) return;
  const lang = document.documentElement.lang;
  const answer = await fetch(`/own/newest?lang=${encodeURIComponent(lang)}`, { cache: "no-store" });
  if (answer.status !== 200) return;
  const now = await answer.json();
  opened ??= now;
  if (now.version !== opened.version) offer(now);
}
function offer(now) {
  const offered = document.getElementById("arrived") ?? document.createElement("p");
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
window.setInterval(() => look().catch(() => {}), LOOK_MS); // a server that is away is looked for again
look().catch(() => {});

// Who has lost the connection is told so, in words that came with the page, and again when it is back.
const LOST_MS = 4000; // after it was there
const NEVER_MS = 9000; // where it never was
let connected = null;
const started = Date.now();
function watch() {
  if (document.querySelector('[data-test-connection-state="CONNECTED"]')) connected = Date.now();
  const lost = connected === null ? Date.now() - started > NEVER_MS : Date.now() - connected > LOST_MS;
  const told = document.getElementById("lost");
  document.body.classList.toggle("lost", lost);
  told.hidden = !lost;
  // Streamlit's own message, which is not shown, takes all that is beside it away from whoever listens.
  told.inert = false;
  told.removeAttribute("aria-hidden");
}
document.addEventListener("DOMContentLoaded", () => window.setInterval(watch, 500));
