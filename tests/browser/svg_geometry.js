// What two drawings of one figure show, and where: kinds of marks with their places in px from the corner of the drawing.
// Plotly's is in `#plotly`, ours in `#ours`.
"use strict";

const rounded = (value) => Math.round(value * 100) / 100;

function shown(element) {
  for (let one = element; one && one.id !== "plotly" && one.id !== "ours"; one = one.parentElement)
    if (getComputedStyle(one).display === "none") return false;
  return true;
}

// Plotly keeps a path for a bar without a length and for one without a value, and points of no colour for clicks.
function hollow(element) {
  const { width, height } = element.getBBox();
  const filled = element.matches(".bars path, rect, .chart-cells");
  return (filled && !(width && height)) || getComputedStyle(element).opacity === "0";
}

// The path of an arrow of Plotly's is longer than what is painted: its dashes leave out the distances at both ends.
function arrows(selector, origin) {
  return [...document.querySelectorAll(selector)].map((each) => {
    const [, skipped = 0, painted = each.getTotalLength()] = getComputedStyle(each).strokeDasharray.match(/[\d.]+/g) ?? [];
    const matrix = each.getScreenCTM();
    const [start, end] = [0, painted].map((length) => each.getPointAtLength(+skipped + +length).matrixTransform(matrix));
    return {
      place: [(start.x + end.x) / 2 - origin.left, (start.y + end.y) / 2 - origin.top].map(rounded),
      size: [Math.abs(start.x - end.x), Math.abs(start.y - end.y)].map(rounded),
      colour: getComputedStyle(each).stroke,
      says: "",
    };
  });
}

// The middle and the size of an element, and its colour.
function boxes(selector, origin, paint) {
  return [...document.querySelectorAll(selector)].filter((each) => shown(each) && !hollow(each)).map((each) => {
    const { left, top, width, height } = each.getBoundingClientRect();
    return {
      place: [left + width / 2 - origin.left, top + height / 2 - origin.top].map(rounded),
      size: [width, height].map(rounded),
      colour: paint ? `${getComputedStyle(each)[paint].replace(/^url.*/, "hatched")} ${getComputedStyle(each).opacity}` : "",
      says: each.tagName === "text" ? each.textContent : "",
    };
  });
}

// The corners of a path, on the screen.
function corners(selector, origin) {
  const painted = (each) => shown(each) && !(each.matches(".js-line") && getComputedStyle(each).strokeWidth === "0px");
  return [...document.querySelectorAll(selector)].filter(painted).flatMap((each) => {
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
  points: ["#plotly .scatterlayer .points path", "#ours .chart-points :is(circle, polygon)", "fill"],
  keys: ["#plotly .colorbar text", "#ours .chart-key text", "fill"],
  cells: ["#plotly .heatmaplayer image", "#ours .chart-cells", null],
  values: ["#plotly :is(.bartext, .textpoint text)", "#ours .chart-values text", "fill"],
  ticks: ["#plotly :is(.xtick, .ytick) text", "#ours .chart-ticks text", "fill"],
  notes: ["#plotly .annotation-text", "#ours .chart-note text", "fill"],
  behind: ["#plotly .shapelayer path", "#ours .chart-behind > *", null],
  titles: ["#plotly :is(.xtitle, .ytitle)", "#ours .chart-title text", "fill"],
};
const PATHS = {
  lines: ["#plotly .scatterlayer .js-line", "#ours .chart-line[stroke]"],
  areas: ["#plotly .scatterlayer .js-fill", "#ours .chart-line:not([fill=none])"],
};
const ARROWS = ["#plotly .annotation-arrow-g > path:first-child", "#ours .chart-note line"];

function geometry(side) {
  const root = document.querySelector(side === 0 ? "#plotly" : "#ours");
  const origin = root.getBoundingClientRect();
  const found = {};
  for (const [kind, [plotlys, ours, paint]] of Object.entries(SELECTORS))
    found[kind] = boxes(side === 0 ? plotlys : ours, origin, paint);
  for (const [kind, sides] of Object.entries(PATHS)) found[kind] = corners(sides[side], origin);
  found.arrows = arrows(ARROWS[side], origin);
  return found;
}

async function both(figure, ours, width) {
  const [left, right] = [document.getElementById("plotly"), document.getElementById("ours")];
  for (const side of [left, right]) side.style.width = `${width}px`;
  right.innerHTML = ours;
  for (const trace of figure.data) if (trace.line) trace.line.simplify = false; // else Plotly leaves out corners
  await Plotly.newPlot(left, figure.data, figure.layout, { staticPlot: true, displayModeBar: false });
  const found = [geometry(0), geometry(1), right.scrollWidth];
  Plotly.purge(left);
  left.replaceChildren();
  return found;
}
