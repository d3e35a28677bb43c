// Tells the page where its server is, so that it does not look for it below the page's own path.
// Nothing of a visit is kept on the reader's device: Streamlit would write the opened page's path, sidebar and theme.
Storage.prototype.setItem = function () {};
window.__streamlit = {
  BACKEND_BASE_URL: window.location.origin,
  MAIN_PAGE_BASE_URL: window.location.origin,
};
// A link to an exhibit: it comes after the page, and what stands above it grows while it is drawn. Whoever scrolls
// themselves is let be.
const linked = decodeURIComponent(window.location.hash.slice(1));
if (linked) {
  const drawn = window.setInterval(() => document.getElementById(linked)?.scrollIntoView(), 200);
  const leave = () => window.clearInterval(drawn);
  window.setTimeout(leave, 10000);
  ["wheel", "touchstart", "pointerdown", "keydown"].forEach((kind) => window.addEventListener(kind, leave, { once: true }));
}
