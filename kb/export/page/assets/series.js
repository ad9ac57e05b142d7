/** Measures as lines over the same axis: market value, share price, revenue and others. */
import { SERIES, alpha } from "./palette.js";
import { amount, entityName } from "./words.js";
import { readDay } from "./days.js";
import { isHollow } from "./marks.js";
import { lowerBound } from "./layout.js";

export const STRIP = 168;
const [TOP, BOTTOM] = [30, 12];
const MOST_LINES = 8;
/** Those that the page offers first, where it has them. */
const FIRST = ["market_cap", "share_price", "revenue"];
const LEAST_POINTS = 3;
/** Amounts of a period, which are told for quarters, halves and years. */
const FLOWS = new Set(["revenue", "net_income", "operating_income", "operating_expense", "capex", "cash_flow", "eps", "charge"]);
const LENGTHS = [45, 120, 220, Infinity];

/** How many values there are of each metric, those that are offered first at the front. */
export function metricsOf(events) {
  const counts = new Map();
  for (const rows of events.measures.values()) {
    for (const [metric, , , basis, segment] of rows) {
      if (!basis && !segment) counts.set(metric, (counts.get(metric) ?? 0) + 1);
    }
  }
  const rank = ([metric, n]) => (FIRST.includes(metric) ? 1e9 - FIRST.indexOf(metric) : n);
  return [...counts].filter(([, n]) => n > 1).sort((a, b) => rank(b) - rank(a));
}

/** The metric to show at first; none where there are few values. */
export function firstMetric(events) {
  const known = metricsOf(events).filter(([metric, n]) => FIRST.includes(metric) && n >= LEAST_POINTS);
  return known[0]?.[0] ?? "";
}

/** Lines of a metric: one for each principal, those with most points first. */
export function makeLines(events, shown, metric) {
  const lines = new Map();
  for (const number of shown) {
    for (const [name, value, unit, basis, segment, period] of events.measures.get(number) ?? []) {
      const owner = events.entity[number][0];
      if (name !== metric || basis || segment || owner === undefined) continue;
      const [first, days] = spanOf(events, number, period);
      const key = [owner, unit, FLOWS.has(metric) ? lengthClass(days) : ""].join(" ");
      if (!lines.has(key)) lines.set(key, { owner, unit, points: [] });
      const hollow = isHollow(events.statusOf(number));
      lines.get(key).points.push({ day: first + days / 2, value: Number(value), number, hollow });
    }
  }
  return foremost([...lines.values()].sort((a, b) => b.points.length - a.points.length));
}

/**
 * One line an owner, of one unit: a quarter's revenue and a year's make no line together. Single values are left
 * out where others make lines.
 */
function foremost(lines) {
  const owners = new Set();
  const least = lines[0]?.points.length > 2 ? 2 : 1;
  const fits = ({ unit, points }) => unit === lines[0].unit && points.length >= least;
  const kept = lines.filter((line) => fits(line) && !owners.has(line.owner) && owners.add(line.owner));
  kept.forEach((line) => line.points.sort((a, b) => a.day - b.day));
  return kept.slice(0, MOST_LINES);
}

/** The first day and the length of what a value is for: its period, else the event's span. */
function spanOf(events, number, period) {
  const [from, to] = (period ?? "").split("/").map(readDay);
  return from !== null && to != null ? [from, to - from + 1] : [events.start[number], events.length[number] + 1];
}

function lengthClass(days) {
  return LENGTHS.findIndex((most) => days <= most);
}

/** Draw the lines in the strip below `top`; gives back where its points are, for the pointer. */
export function drawLines(context, events, lines, { palette, x, top, height, left, width, marked }) {
  const size = palette.size;
  const strip = { top: top + TOP * size, bottom: top + height - BOTTOM * size };
  const range = rangeOf(lines, x, left, width);
  if (!range) return [];
  const y = (value) => strip.bottom - ((value - range.low) / (range.high - range.low)) * (strip.bottom - strip.top);
  drawGrid(context, palette, range, y, lines[0].unit, left, width);
  context.save();
  context.beginPath();
  context.rect(left, top, width - left, height);
  context.clip();
  const points = lines.flatMap((line, at) => drawLine(context, palette, line, palette[SERIES[at]], x, y, lines.length === 1 ? strip.bottom : null, marked));
  context.restore();
  drawNames(context, events, palette, lines, top, left, width);
  context.fillStyle = palette.line;
  context.fillRect(0, top + height - 1, width, 1);
  return points;
}

/** Round limits for the values in sight and their neighbours. */
function rangeOf(lines, x, left, width) {
  const values = lines.flatMap(({ points }) => {
    const from = lowerBound(points, left, (point) => x(point.day));
    const to = lowerBound(points, width, (point) => x(point.day));
    return points.slice(Math.max(from - 1, 0), to + 1).map((point) => point.value);
  });
  if (!values.length) return null;
  let [low, high] = [Math.min(...values), Math.max(...values)];
  if (low > 0 && low < high * 0.6) low = 0;
  if (low === high) [low, high] = [low - Math.abs(low || 1) / 2, high + Math.abs(high || 1) / 2];
  const step = roundStep((high - low) / 3);
  return { low: Math.floor(low / step) * step, high: Math.ceil(high / step) * step, step };
}

function roundStep(step) {
  const power = 10 ** Math.floor(Math.log10(step));
  return power * [1, 2, 2.5, 5, 10].find((each) => each * power >= step * 0.999);
}

function drawGrid(context, palette, { low, high, step }, y, unit, left, width) {
  const size = palette.size;
  context.font = `${11 * size}px ${palette.sans}`;
  for (let value = low; value <= high + step / 2; value += step) {
    const line = Math.round(y(value)) + 0.5;
    context.fillStyle = palette.line;
    context.fillRect(left, line, width - left, 1);
    context.fillStyle = palette.muted;
    context.textAlign = left ? "right" : "left";
    context.fillText(amount(Number(value.toPrecision(6)), unit), left ? left - 10 * size : 8 * size, line - (left ? 0 : 7 * size));
  }
  context.textAlign = "left";
}

function drawLine(context, palette, { points }, colour, x, y, ground, marked) {
  const size = palette.size;
  const places = points.map((point) => ({ ...point, x: x(point.day), y: y(point.value), colour }));
  if (ground !== null && places.length > 1) drawArea(context, places, ground, colour);
  context.strokeStyle = colour;
  context.lineWidth = 1.9 * size;
  context.lineJoin = "round";
  places.slice(1).forEach((to, at) => {
    context.setLineDash(to.hollow ? [4 * size, 4 * size] : []);
    context.beginPath();
    context.moveTo(places[at].x, places[at].y);
    context.lineTo(to.x, to.y);
    context.stroke();
  });
  context.setLineDash([]);
  for (const point of places) drawValue(context, palette, point, colour, marked.has(point.number));
  return places;
}

function drawArea(context, places, ground, colour) {
  context.fillStyle = alpha(colour, 0.08);
  context.beginPath();
  context.moveTo(places[0].x, ground);
  for (const { x, y } of places) context.lineTo(x, y);
  context.lineTo(places.at(-1).x, ground);
  context.fill();
}

function drawValue(context, palette, point, colour, marked) {
  const size = palette.size;
  context.beginPath();
  context.arc(point.x, point.y, (marked ? 5.5 : 3.6) * size, 0, 2 * Math.PI);
  context.fillStyle = point.hollow ? palette.surface : colour;
  context.fill();
  context.lineWidth = 1.6 * size;
  context.strokeStyle = point.hollow ? colour : palette.surface;
  context.stroke();
}

/** Whose lines they are. */
function drawNames(context, events, palette, lines, top, left, width) {
  const size = palette.size;
  let x = left ? left + 10 * size : 46 * size;
  context.font = `560 ${11.5 * size}px ${palette.sans}`;
  lines.forEach(({ owner }, at) => {
    const name = entityName(events.entities.names[owner]);
    const room = context.measureText(name).width + 32 * size;
    if (x + room > width) return;
    context.fillStyle = palette[SERIES[at]];
    context.fillRect(x, top + 13 * size, 12 * size, 3 * size);
    context.fillStyle = palette.text;
    context.fillText(name, x + 17 * size, top + 15 * size);
    x += room;
  });
}
