// Tells the page where its server is, so that it does not look for it below the page's own path.
// Nothing of a visit is kept on the reader's device: Streamlit would write the opened page's path, sidebar and theme.
Storage.prototype.setItem = function () {};
window.__streamlit = {
  BACKEND_BASE_URL: window.location.origin,
  MAIN_PAGE_BASE_URL: window.location.origin,
};
