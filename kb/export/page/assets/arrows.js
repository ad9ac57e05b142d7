/** Slips: an arrow from the date that was given before to the one that took its place. */
import { alpha } from "./palette.js";
import { say, count } from "./words.js";

/** Revisions stand in columns, as kb/export/page/chunk.py writes them. */
const [ENTITY, MILESTONE, , START, END, SLIP, , , , EVENT] = Array.from({ length: 11 }, (_, at) => at);
const MOST = 400;
const FAR = 100;

/** The slips of the events: {from: [first, last], to: number, former: number or -1, days}. */
export function findSlips(events) {
  const slips = [];
  const told = new Set();
  events.revisions.forEach((row, at) => {
    const before = events.revisions[at - 1];
    const to = row[EVENT] === null ? -1 : events.find(row[EVENT]);
    if (to < 0 || !before || before[ENTITY] !== row[ENTITY] || before[MILESTONE] !== row[MILESTONE] || !row[SLIP]) return;
    const former = before[EVENT] === null ? -1 : events.find(before[EVENT]);
    told.add(to);
    if (former !== to) slips.push({ from: [before[START], before[END]], to, former, days: row[SLIP] });
  });
  for (const [to, [first, last]] of events.was) {
    const end = events.start[to] + events.length[to];
    if (!told.has(to) && end !== last) slips.push({ from: [first, last], to, former: -1, days: end - last });
  }
  return slips;
}

export function slipName(days) {
  if (!days) return say("no_slip");
  const name = `day${Math.abs(days) === 1 ? "" : "s"}_${days > 0 ? "later" : "earlier"}`;
  return say(name, { n: count(Math.abs(days)) });
}

/** Draw the slips between events that have a place; `placeOf` gives it, `active` are drawn strongly. */
export function drawSlips(context, slips, { palette, x, placeOf, active, width }) {
  const seen = slips.filter((slip) => placeOf(slip.to));
  for (const slip of seen.length > MOST ? seen.filter(active) : seen) {
    const to = placeOf(slip.to);
    const from = placeOf(slip.former) ?? to;
    const [fromX, toX] = [x((slip.from[0] + slip.from[1] + 1) / 2), to.x];
    if (Math.max(fromX, toX) < 0 || Math.min(fromX, toX) > width || Math.abs(fromX - toX) < 8) continue;
    const strong = active(slip);
    if (from === to) drawGhost(context, palette, x(slip.from[0]), x(slip.from[1] + 1), to.y);
    drawArrow(context, palette, fromX, from.y, toX, to.y, strong);
    if (strong) drawDays(context, palette, slip.days, (fromX + toX) / 2, Math.min(from.y, to.y));
  }
}

/** Where the event would have stood by the date before. */
function drawGhost(context, palette, left, right, y) {
  const size = palette.size;
  const half = Math.max((right - left) / 2, 5 * size);
  context.strokeStyle = alpha(palette.delay, 0.55);
  context.lineWidth = 1.2 * size;
  context.setLineDash([3 * size, 3 * size]);
  context.beginPath();
  context.roundRect((left + right) / 2 - half, y - 8 * size, 2 * half, 16 * size, 4 * size);
  context.stroke();
  context.setLineDash([]);
}

function drawArrow(context, palette, fromX, fromY, toX, toY, strong) {
  const size = palette.size;
  const side = Math.sign(toX - fromX);
  const rise = Math.min(26 * size, 8 * size + Math.abs(toX - fromX) / 10);
  const [startY, endY] = [fromY - 7 * size, toY - 8 * size];
  const top = Math.min(startY, endY) - rise;
  // What leads far away matters to those who ask for it.
  const near = Math.abs(toY - fromY) < FAR * size;
  context.strokeStyle = context.fillStyle = alpha(palette.delay, strong ? 1 : near ? 0.8 : 0.42);
  context.lineWidth = (strong ? 2.2 : near ? 1.6 : 1.2) * size;
  context.beginPath();
  context.moveTo(fromX, startY);
  context.bezierCurveTo(fromX + side * 12 * size, top, toX - side * 16 * size, top, toX - side * 1.5 * size, endY - 3 * size);
  context.stroke();
  drawHead(context, toX, endY, Math.atan2(endY - top, side * 16 * size), (strong ? 10 : 8.5) * size);
}

function drawHead(context, x, y, angle, length) {
  context.beginPath();
  context.moveTo(x, y);
  for (const turn of [-0.45, 0.45]) {
    context.lineTo(x - length * Math.cos(angle + turn), y - length * Math.sin(angle + turn));
  }
  context.closePath();
  context.fill();
}

function drawDays(context, palette, days, x, y) {
  const size = palette.size;
  const name = slipName(days);
  context.font = `620 ${11 * size}px ${palette.sans}`;
  const width = context.measureText(name).width + 12 * size;
  const top = y - 42 * size;
  context.fillStyle = palette.surface;
  context.strokeStyle = palette.delay;
  context.lineWidth = size;
  context.beginPath();
  context.roundRect(x - width / 2, top, width, 18 * size, 9 * size);
  context.fill();
  context.stroke();
  context.fillStyle = palette.delay;
  context.textAlign = "center";
  context.fillText(name, x, top + 9.5 * size);
  context.textAlign = "left";
}
