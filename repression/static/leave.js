// Leaves at once: nothing of the page is seen while the other one is on its way, and Back does not return to it.
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
