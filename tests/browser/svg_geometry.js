// What two drawings of one figure show, and where: kinds of marks with their places in px from the corner of the drawing.
// Plotly's is in `#plotly`, ours in `#ours`.
"use strict";

const rounded = (value) => Math.round(value * 100) / 100;

function shown(element) {
  for (let one = element; one && one.id !== "plotly" && one.id !== "ours"; one = one.parentElement)
    if (getComputedStyle(one).display === "none") return false;
  return true;
}

// The middle and the size of an element, and its colour.
function boxes(root, selector, origin, paint) {
  return [...root.querySelectorAll(selector)].filter(shown).map((each) => {
    const { left, top, width, height } = each.getBoundingClientRect();
    return {
      place: [left + width / 2 - origin.left, top + height / 2 - origin.top].map(rounded),
      size: [width, height].map(rounded),
      colour: paint ? getComputedStyle(each)[paint] : "",
      says: each.tagName === "text" ? each.textContent : "",
    };
  });
}

// The corners of a path, on the screen.
function corners(root, selector, origin) {
  return [...root.querySelectorAll(selector)].filter(shown).flatMap((each) => {
    const [matrix, numbers] = [each.getScreenCTM(), each.getAttribute("d").match(/-?[\d.]+(e-?\d+)?/g) ?? []];
    const points = [];
    for (let i = 0; i + 1 < numbers.length; i += 2) {
      const point = new DOMPoint(numbers[i], numbers[i + 1]).matrixTransform(matrix);
      points.push({ place: [point.x - origin.left, point.y - origin.top].map(rounded), size: [0, 0], colour: "", says: "" });
    }
    return points;
  });
}

const SELECTORS = {
  bars: ["#plotly .bars .point > path", "#ours .chart-bars rect", "fill"],
  points: ["#plotly .points path", "#ours .chart-points :is(circle, polygon)", null],
  values: ["#plotly :is(.bartext, .textpoint text)", "#ours .chart-values text", "fill"],
  ticks: ["#plotly :is(.xtick, .ytick) text", "#ours .chart-ticks text", "fill"],
  notes: ["#plotly .annotation-text", "#ours .chart-note text", "fill"],
  arrows: ["#plotly .annotation-arrow-g > path:first-child", "#ours .chart-note line", "stroke"],
  behind: ["#plotly .shapelayer path", "#ours .chart-behind > *", null],
  titles: ["#plotly :is(.xtitle, .ytitle)", "#ours .chart-title text", "fill"],
};
const LINES = { lines: ["#plotly .js-line", "#ours .chart-line[stroke]"], areas: ["#plotly .js-fill", "#ours .chart-line:not([fill=none])"] };

function geometry(side) {
  const root = document.querySelector(side === 0 ? "#plotly" : "#ours");
  const origin = root.getBoundingClientRect();
  const found = {};
  for (const [kind, [plotlys, ours, paint]] of Object.entries(SELECTORS))
    found[kind] = boxes(document, side === 0 ? plotlys : ours, origin, paint);
  for (const [kind, sides] of Object.entries(LINES)) found[kind] = corners(document, sides[side], origin);
  return found;
}

async function both(figure, ours, width) {
  const [left, right] = [document.getElementById("plotly"), document.getElementById("ours")];
  for (const side of [left, right]) side.style.width = `${width}px`;
  right.innerHTML = ours;
  await Plotly.newPlot(left, figure.data, figure.layout, { staticPlot: true, displayModeBar: false });
  const found = [geometry(0), geometry(1)];
  Plotly.purge(left);
  left.replaceChildren();
  return found;
}
