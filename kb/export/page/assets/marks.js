/** Drawing one event: a point for a day, a band for more, faded where the date is about right. */
import { POINT, ROW, edges, isPoint } from "./layout.js";
import { alpha, familyOf } from "./palette.js";

const FADE = 18;
/** What is left of a colour at the end that fades. */
const FAINT = 0.06;
const HOLLOW = new Set(["planned", "forecast", "rumored"]);
const GONE = new Set(["cancelled", "denied"]);
const DASHES = { planned: [], forecast: [5, 3], rumored: [1.5, 3] };
const LABEL = 12.5;
/** The labels that were cut last, by font, room and text. */
const shortened = new Map();
const MOST_SHORTENED = 6_000;
const LEAST_LABEL = 42;

export function isHollow(status) {
  return HOLLOW.has(status);
}

export function isGone(status) {
  return GONE.has(status);
}

/** Draw the mark of an event around `y`; `emphasis` where it is pointed at or selected. */
export function drawMark(context, events, number, { palette, offset, scale, y, emphasis }) {
  const size = palette.size;
  const [left, right] = edges(events, number, scale, size).map((edge) => edge + offset);
  const status = events.statusOf(number);
  const colour = palette[familyOf(events.kindOf(number))];
  context.lineWidth = (emphasis ? 2.4 : 1.7) * size;
  context.setLineDash((DASHES[status] ?? []).map((dash) => dash * size));
  if (isPoint(events, number)) drawPoint(context, (left + right) / 2, y, size, colour, status, emphasis);
  else drawBand(context, left, right, y, size, colour, status, fades(events, number), emphasis);
  context.setLineDash([]);
  if (events.conflicts.has(number)) drawConflict(context, isPoint(events, number) ? right : Math.max(left, 0) + 5 * size, y - 7 * size, palette);
}

/** The title, as much as there is room for, from `x` on. */
export function drawLabel(context, title, x, y, room, palette, emphasis, muted) {
  if (room < LEAST_LABEL * palette.size) return;
  const font = `${emphasis ? 620 : 450} ${LABEL * palette.size}px ${palette.sans}`;
  context.fillStyle = muted ? palette.muted : palette.text;
  context.fillText(shorten(context, font, title, room), x, y);
}

/** Which ends of a band fade: those that are about right, or open. */
function fades(events, number) {
  const [qualifier, bound] = [events.qualifier[number], events.bound[number]];
  const about = qualifier === "~" || qualifier === "%";
  return { start: about || bound === "until", end: about || bound === "since" };
}

function drawPoint(context, x, y, size, colour, status, emphasis) {
  const radius = (POINT / 2 - (isHollow(status) ? 0.8 : 0)) * size;
  if (emphasis) {
    context.fillStyle = alpha(colour, 0.22);
    disc(context, x, y, radius + 5 * size);
  }
  if (isGone(status)) return drawCross(context, x, y, radius * 0.75, colour);
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  if (isHollow(status)) {
    context.strokeStyle = colour;
    context.stroke();
  } else {
    context.fillStyle = colour;
    context.fill();
  }
}

function drawBand(context, left, right, y, size, colour, status, fade, emphasis) {
  const half = (ROW / 2 - 4) * size;
  const from = Math.max(left, -40);
  const to = Math.min(right, context.canvas.width + 40);
  const paint = (part) => (fade.start || fade.end ? faded(context, left, right, colour, part, fade, size) : alpha(colour, part));
  context.beginPath();
  context.roundRect(from, y - half, to - from, 2 * half, 4 * size);
  context.fillStyle = paint(emphasis ? 0.34 : isHollow(status) || isGone(status) ? 0.07 : 0.2);
  context.fill();
  context.strokeStyle = paint(isHollow(status) ? 0.95 : isGone(status) ? 0.6 : emphasis ? 1 : 0.55);
  context.stroke();
  if (isGone(status)) strike(context, from, to, y, paint(0.8));
}

/** A colour that comes and goes at the ends of a band whose ends are not known. */
function faded(context, left, right, colour, part, fade, size) {
  const gradient = context.createLinearGradient(left, 0, right, 0);
  const reach = Math.min(0.42, Math.max(0.2, (FADE * size) / (right - left)));
  gradient.addColorStop(0, alpha(colour, fade.start ? part * FAINT : part));
  if (fade.start) gradient.addColorStop(reach, alpha(colour, part));
  if (fade.end) gradient.addColorStop(1 - reach, alpha(colour, part));
  gradient.addColorStop(1, alpha(colour, fade.end ? part * FAINT : part));
  return gradient;
}

function drawCross(context, x, y, radius, colour) {
  context.strokeStyle = colour;
  context.beginPath();
  context.moveTo(x - radius, y - radius);
  context.lineTo(x + radius, y + radius);
  context.moveTo(x + radius, y - radius);
  context.lineTo(x - radius, y + radius);
  context.stroke();
}

function strike(context, from, to, y, colour) {
  context.strokeStyle = colour;
  context.beginPath();
  context.moveTo(from, y);
  context.lineTo(to, y);
  context.stroke();
}

function drawConflict(context, x, y, palette) {
  context.fillStyle = palette.surface;
  disc(context, x, y, 4.6 * palette.size);
  context.fillStyle = palette.warn;
  disc(context, x, y, 3.2 * palette.size);
}

function disc(context, x, y, radius) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.fill();
}

/** As much of a text as has room in a font, with an ellipsis for the rest. */
export function shorten(context, font, text, room) {
  context.font = font;
  const key = `${font}${Math.floor(room)} ${text}`;
  let short = shortened.get(key);
  if (short === undefined) {
    if (shortened.size > MOST_SHORTENED) shortened.clear();
    short = cut(context, text, room);
    shortened.set(key, short);
  }
  return short;
}

function cut(context, text, room) {
  const width = context.measureText(text).width;
  if (width <= room) return text;
  let end = Math.max(1, Math.floor((text.length * room) / width));
  while (end > 1 && context.measureText(`${text.slice(0, end)}…`).width > room) end--;
  if (/[\ud800-\udbff]/.test(text[end - 1])) end--;
  return `${text.slice(0, end).trimEnd()}…`;
}

