/** The scale above the timeline: days to centuries in one line, what they belong to in another. */
import { dateOf, dayOf, format } from "./days.js";
import { word } from "./words.js";

export const AXIS = 44;

/** Steps from fine to coarse: unit, how many, days, and the least pixels that a label of it takes. */
const STEPS = [
  ["day", 1, 1, 30], ["day", 7, 7, 52], ["month", 1, 30.4, 46], ["month", 3, 91.3, 44], ["year", 1, 365.25, 48],
  ["year", 5, 1826, 48], ["year", 10, 3652, 48], ["year", 50, 18262, 48], ["year", 100, 36525, 48], ["year", 500, 182625, 48],
];
const WEEKDAY_SHIFT = 3;

/** The finest step whose labels have room. */
export function stepAt(scale, size) {
  return STEPS.find(([, , days, room]) => days * scale >= room * size) ?? STEPS.at(-1);
}

/** The days between two at which a step's units begin, and the one before them. */
export function* ticks([unit, number], from, to) {
  if (unit === "day") {
    const first = number === 7 ? Math.floor((from + WEEKDAY_SHIFT) / 7) * 7 - WEEKDAY_SHIFT : Math.floor(from);
    for (let day = first; day <= to; day += number) yield day;
    return;
  }
  const first = dateOf(Math.max(from, dayOf(0)));
  const step = unit === "year" ? 12 * number : number;
  let months = Math.floor((first.getUTCFullYear() * 12 + first.getUTCMonth()) / step) * step;
  for (; dayOf(0, months) <= to; months += step) yield dayOf(0, months);
}

/** What belongs above a step: months above days, years above months. */
export function stepAbove([unit, number]) {
  if (unit === "day") return ["month", 1];
  if (unit === "month") return ["year", 1];
  return number < 10 ? ["year", 10] : null;
}

export function tickName([unit, number], day, above = false) {
  if (unit === "day") return format(day, number === 7 ? { month: "numeric", day: "numeric" } : { day: "numeric" });
  const date = dateOf(day);
  if (unit === "year") {
    const year = date.getUTCFullYear();
    return above && number === 10 ? word("when", "decade", { year }) : `${year}`;
  }
  if (above) return format(day, { year: "numeric", month: "long" });
  return number === 3 ? `Q${date.getUTCMonth() / 3 + 1}` : format(day, { month: "short" });
}

/** Draw both lines and the grid below; `x` gives a day's place. */
export function drawAxis(context, { palette, x, from, to, left, width, height, scale }) {
  const size = palette.size;
  const step = stepAt(scale, size);
  const above = stepAbove(step);
  context.textBaseline = "middle";
  context.textAlign = "left";
  context.fillStyle = palette.band;
  context.fillRect(0, 0, width, AXIS * size);
  for (const day of ticks(step, from, to)) {
    drawTick(context, palette, Math.round(x(day)) + 0.5, height, x(day) < left ? "" : tickName(step, day), isMajor(above, day));
  }
  if (above) drawAbove(context, palette, above, { x, from, to, left });
  context.fillStyle = palette.line;
  context.fillRect(0, AXIS * size - 1, width, 1);
}

function drawTick(context, palette, x, height, name, major) {
  const size = palette.size;
  context.fillStyle = palette.line;
  context.fillRect(x - 0.5, major ? 0 : 24 * size, 1, height);
  context.fillStyle = palette.muted;
  context.font = `${11.5 * size}px ${palette.sans}`;
  context.fillText(name, x + 6 * size, 33 * size);
}

/** The names above stay in sight while any of their time is. */
function drawAbove(context, palette, above, { x, from, to, left }) {
  const size = palette.size;
  context.font = `620 ${12 * size}px ${palette.sans}`;
  context.fillStyle = palette.text;
  const days = [...ticks(above, from, to)];
  days.forEach((day, at) => {
    const name = tickName(above, day, true);
    const room = (at + 1 < days.length ? x(days[at + 1]) : Infinity) - context.measureText(name).width - 10 * size;
    context.fillText(name, Math.min(Math.max(x(day) + 6 * size, left + 8 * size), room), 13 * size);
  });
}

function isMajor(above, day) {
  if (!above) return false;
  const date = dateOf(day);
  if (above[0] === "month") return date.getUTCDate() === 1;
  return date.getUTCMonth() === 0 && date.getUTCDate() === 1 && date.getUTCFullYear() % above[1] === 0;
}
