// Draws the figure of this page out of sight and shows it as an image that can be saved.
"use strict";

(function () {
  const byId = (id) => document.getElementById(id);
  const state = byId("state");

  async function draw() {
    const spec = JSON.parse(byId("spec").textContent);
    const stage = byId("stage");
    const { width, height } = spec.layout;
    await Plotly.newPlot(stage, spec.data, spec.layout, spec.config);
    const png = toBlob(await Plotly.toImage(stage, { format: "png", width, height, scale: 1 }));
    const svg = toBlob(await Plotly.toImage(stage, { format: "svg", width, height }));
    Plotly.purge(stage);
    offer("png", png);
    offer("svg", svg);
    byId("picture").src = URL.createObjectURL(png);
    byId("picture").hidden = false;
    state.hidden = true;
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

  function offer(id, blob) {
    byId(id).href = URL.createObjectURL(blob);
    byId(id).hidden = false;
  }

  draw().catch((fault) => {
    state.textContent = state.dataset.failed;
    console.error(fault);
  });
})();
