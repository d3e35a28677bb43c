// Tells the page where its server is, so that it does not look for it below the page's own path.
window.__streamlit = {
  BACKEND_BASE_URL: window.location.origin,
  MAIN_PAGE_BASE_URL: window.location.origin,
};
