/** Where events stand: in which lane, and in which of its rows. It depends on the scale, not on the place. */
import { entityName, kindName, say } from "./words.js";

/** Sizes in pixels of the style sheet; all grow with the text. */
export const ROW = 24;
export const POINT = 11;
export const LABEL_GAP = 6;
const LANE_PAD = 7;
const REST_ROOM = 19;
const REST_BUCKET = 34;
const LABEL_MOST = 230;
const MOST_LANES = 24;
const LETTER = 6.5;
const IDEOGRAPH = 12.6;
const NONE = -1;

/** How wide a title is, about: measuring thousands of them would take too long. */
export function titleWidth(title) {
  let width = 0;
  for (let at = 0; at < title.length && width < LABEL_MOST; at++) {
    width += title.charCodeAt(at) > 0x2e00 ? IDEOGRAPH : LETTER;
  }
  return Math.min(width, LABEL_MOST);
}

/** The lanes of the events shown, most events first; those beyond the most that make sense share one. */
export function makeLanes(events, shown, by, chosen) {
  const lanes = new Map();
  for (const number of shown) {
    const key = laneOf(events, number, by, chosen);
    if (!lanes.has(key)) lanes.set(key, []);
    lanes.get(key).push(number);
  }
  const ordered = [...lanes].sort((a, b) => (a[0] === NONE) - (b[0] === NONE) || b[1].length - a[1].length);
  const kept = ordered.slice(0, ordered.length > MOST_LANES ? MOST_LANES - 1 : MOST_LANES);
  const others = ordered.slice(kept.length).flatMap(([, numbers]) => numbers);
  const result = kept.map(([key, numbers]) => ({ key, numbers }));
  if (others.length) {
    others.sort((a, b) => events.start[a] - events.start[b] || a - b);
    result.push({ key: null, numbers: others });
  }
  return result;
}

export function laneName(events, lane, by) {
  if (lane.key === null) return say("others");
  if (lane.key === NONE) return say(by === "source" ? "no_source" : "nobody");
  if (by === "kind") return kindName(events.kinds.names[lane.key]);
  return by === "source" ? events.sources.names[lane.key] : entityName(events.entities.names[lane.key]);
}

/** The lane of an event: its principal, or the first of its entities that was asked for. */
function laneOf(events, number, by, chosen) {
  if (by === "kind") return events.kind[number];
  const column = by === "source" ? events.source[number] : events.entity[number];
  if (!chosen.size) return column[0] ?? NONE;
  const words = by === "source" ? events.sources : events.entities;
  return column.find((each) => chosen.has(words.names[each][0]) || chosen.has(words.names[each])) ?? column[0] ?? NONE;
}

/** Whether an event is drawn as a point: a day, whatever the scale. */
export function isPoint(events, number) {
  return events.length[number] === 0;
}

/** The left and right edge of an event's mark, in pixels from day 0 at a scale of so many pixels a day. */
export function edges(events, number, scale, size) {
  const [first, days] = [events.start[number], events.length[number] + 1];
  const middle = (first + days / 2) * scale;
  const half = isPoint(events, number) ? (POINT * size) / 2 : Math.max(days * scale, POINT * size) / 2;
  return [middle - half, middle + half];
}

/**
 * Give every event a row of its lane: one with room for its title, else one with room for its mark. What has
 * none is counted in the lane's `rest`. `head` is room for a lane's name above its rows. `lanes` get `rows` (numbers in order, none over another), `y`, `height`.
 */
export function place(events, lanes, widths, scale, size, room, head) {
  const total = lanes.reduce((sum, lane) => sum + lane.numbers.length, 0);
  const rows = Math.max(3, Math.floor(room / (ROW * size)));
  let y = 0;
  for (const lane of lanes) {
    const share = Math.round((rows * lane.numbers.length) / total);
    placeLane(events, lane, widths, scale, size, Math.min(Math.max(share, 3), Math.ceil(rows * 0.7)));
    lane.y = y;
    lane.head = LANE_PAD + head;
    lane.height = Math.round((Math.max(lane.rows.length, 1) * ROW + 2 * LANE_PAD + head + (lane.rest.length ? REST_ROOM : 0)) * size);
    y += lane.height;
  }
  return y;
}

export const rowTop = (lane, row, size) => lane.y + (lane.head + row * ROW) * size;

function placeLane(events, lane, widths, scale, size, most) {
  const [markEnds, labelEnds] = [[], []];
  lane.rows = [];
  lane.rest = [];
  for (const number of lane.numbers) {
    const [left, right] = edges(events, number, scale, size);
    const label = (widths[number] + LABEL_GAP) * size;
    let row = labelEnds.findIndex((end) => end <= left);
    if (row < 0 && lane.rows.length < most) row = lane.rows.push([]) - 1;
    if (row < 0) row = roomiest(markEnds, left - 3 * size);
    if (row < 0) lane.rest.push([(left + right) / 2, number]);
    else {
      lane.rows[row].push(number);
      markEnds[row] = right;
      labelEnds[row] = right - left > label + LABEL_GAP * size ? right + LABEL_GAP : right + label + 2 * LABEL_GAP * size;
    }
  }
  lane.rest = gather(lane.rest);
}

/** The row whose last mark ended longest ago, before `left`. */
function roomiest(ends, left) {
  let best = -1;
  for (let row = 0; row < ends.length; row++) {
    if (ends[row] <= left && (best < 0 || ends[row] < ends[best])) best = row;
  }
  return best;
}

/** Places and numbers as buckets of equal width, in order. */
function gather(rest) {
  const buckets = new Map();
  for (const [x, number] of rest) {
    const bucket = Math.floor(x / REST_BUCKET);
    if (!buckets.has(bucket)) buckets.set(bucket, []);
    buckets.get(bucket).push(number);
  }
  return [...buckets].map(([bucket, numbers]) => ({ bucket, numbers })).sort((a, b) => a.bucket - b.bucket);
}

export const restEdges = (part) => [part.bucket * REST_BUCKET, (part.bucket + 1) * REST_BUCKET];

/** The first position in an ordered list whose value is at least `wanted`. */
export function lowerBound(list, wanted, value) {
  let [low, high] = [0, list.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value(list[middle]) < wanted) low = middle + 1;
    else high = middle;
  }
  return low;
}
