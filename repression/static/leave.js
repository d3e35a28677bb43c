// Leaves at once: nothing of the page is seen while the other one is on its way, and Back does not return to it.
window.addEventListener(
  "click",
  (event) => {
    const link = event.target.closest("#leave");
    if (!link) return;
    event.preventDefault();
    document.documentElement.style.display = "none";
    window.location.replace(link.href);
  },
  true, // before whatever else listens on the page
);
