/** The timeline: events in lanes on a canvas, over a stretch of time that the reader chooses. */
import { AXIS, drawAxis } from "./axis.js";
import { drawSlips, findSlips } from "./arrows.js";
import { paintName, paintRest, paintScrollbar, paintShortName } from "./lanes.js";
import { LABEL_GAP, ROW, edges, isPoint, lowerBound, makeLanes, place, restEdges, rowTop, titleWidth } from "./layout.js";
import { drawLabel, drawMark, isGone } from "./marks.js";
import { STRIP, drawLines, makeLines } from "./series.js";

const GUTTER = 138;
const NARROW = 640;
/** Room for a lane's name in it, where there is none beside it. */
const HEAD = 11;
const LEAST_DAYS = 5;
/** How much of the height the lines of measures may take. */
const STRIP_PART = 0.32;
/** The share of the events that is in sight at first, and how much room is left beside them. */
const [BULK, AROUND] = [0.68, 0.05];
/** Scales that differ by less share one layout, so that rows are calm while zooming. */
const SCALE_STEPS = 5;

export class Timeline {
  view = { from: 0, to: 365 };
  extent = { from: 0, to: 365 };
  selected = -1;
  pointed = -1;
  lanes = [];
  by = "entity";
  metric = "";
  #canvas;
  #changed;
  #shown = [];
  #lines = [];
  #points = [];
  #slips = [];
  #widths = [];
  #rows = new Map();
  #scroll = 0;
  #content = 0;
  #placed = null;
  #frame = 0;
  #moved = false;

  /** `changed` is called when another stretch of time is shown. */
  constructor(canvas, changed) {
    this.#canvas = canvas;
    this.#changed = changed;
    new ResizeObserver(() => this.resize()).observe(canvas.parentElement);
  }

  get size() {
    return this.palette.size;
  }

  get left() {
    return this.width / this.size >= NARROW ? GUTTER * this.size : 0;
  }

  /** Pixels a day. */
  get scale() {
    return (this.width - this.left) / (this.view.to - this.view.from);
  }

  get strip() {
    return this.#lines.length ? Math.min(STRIP * this.size, this.height * STRIP_PART) : 0;
  }

  get top() {
    return AXIS * this.size + this.strip;
  }

  /** The height at which all lanes would be in sight. */
  get needed() {
    return this.top + this.#content;
  }

  /** The height of all lanes, and how much of it is above what is in sight. */
  get content() {
    return this.#content;
  }

  get scrolled() {
    return this.#scroll;
  }

  /** The scale for which rows were given. */
  get placedScale() {
    return 2 ** (this.#placed / SCALE_STEPS);
  }

  x(day) {
    return this.left + (day - this.view.from) * this.scale;
  }

  day(x) {
    return this.view.from + (x - this.left) / this.scale;
  }

  /** Show these events: all that there are, and the numbers of those that fit. */
  show(events, shown, chosen) {
    this.events = events;
    this.#shown = shown;
    this.chosen = chosen;
    for (let at = this.#widths.length; at < events.count; at++) this.#widths.push(titleWidth(events.title[at]));
    this.#slips = findSlips(events);
    this.arrange();
  }

  /** Other events will come. */
  forget() {
    this.#widths = [];
  }

  /** Make lanes and lines anew. */
  arrange() {
    if (!this.events) return;
    const chosen = this.by === "kind" ? new Set() : this.chosen[this.by];
    this.lanes = makeLanes(this.events, this.#shown, this.by, chosen);
    this.#lines = this.metric ? makeLines(this.events, this.#shown, this.metric) : [];
    this.#placed = null;
    this.draw();
  }

  /** Where all events lie, and where most of them do. */
  measure(shown) {
    const { start, length } = this.events;
    if (!shown.length) return;
    let [from, to] = [Infinity, -Infinity];
    for (const number of shown) {
      from = Math.min(from, start[number]);
      to = Math.max(to, start[number] + length[number] + 1);
    }
    const margin = Math.max((to - from) * 0.02, 3);
    this.extent = { from: from - margin, to: to + margin };
  }

  /** The shortest stretch that holds most of the events. */
  bulk(shown) {
    const firsts = shown.map((number) => this.events.start[number]);
    const most = Math.max(1, Math.ceil(firsts.length * BULK));
    let best = { from: this.extent.from, to: this.extent.to };
    for (let at = 0; at + most <= firsts.length; at++) {
      const [from, to] = [firsts[at], firsts[at + most - 1] + 1];
      if (to - from < best.to - best.from) best = { from, to };
    }
    const margin = Math.max((best.to - best.from) * AROUND, 15);
    return this.clamp({ from: best.from - margin, to: best.to + margin });
  }

  clamp({ from, to }) {
    const all = this.extent.to - this.extent.from;
    const days = Math.min(Math.max(to - from, LEAST_DAYS), all * 1.1);
    const middle = Math.min(Math.max((from + to) / 2, this.extent.from), this.extent.to);
    return { from: middle - days / 2, to: middle + days / 2 };
  }

  look(view) {
    this.view = this.clamp(view);
    this.#moved = true;
    this.draw();
  }

  pan(days) {
    this.look({ from: this.view.from + days, to: this.view.to + days });
  }

  /** Zoom so that the day stays where it is. */
  zoom(factor, day = (this.view.from + this.view.to) / 2) {
    this.look({ from: day - (day - this.view.from) / factor, to: day + (this.view.to - day) / factor });
  }

  scroll(pixels) {
    const most = Math.max(0, this.#content - (this.height - this.top));
    const scroll = Math.min(Math.max(this.#scroll + pixels, 0), most);
    if (scroll === this.#scroll) return false;
    this.#scroll = scroll;
    this.draw();
    return true;
  }

  /** Bring an event into sight, with as little change as possible. */
  reveal(number) {
    const { start, length } = this.events;
    const [first, end] = [start[number], start[number] + length[number] + 1];
    const days = this.view.to - this.view.from;
    if (end < this.view.from + days * 0.05 || first > this.view.to - days * 0.12) {
      const middle = (first + end) / 2;
      this.look({ from: middle - days / 2, to: middle + days / 2 });
    }
    this.#layout();
    const at = this.#rows.get(number);
    if (!at) return;
    const y = rowTop(at.lane, at.row, this.size) - this.#scroll;
    if (y < 0) this.scroll(y - 10);
    const below = y + 2 * ROW * this.size - (this.height - this.top);
    if (below > 0) this.scroll(below);
  }

  resize() {
    const box = this.#canvas.parentElement.getBoundingClientRect();
    this.setSize(box.width, box.height, devicePixelRatio || 1);
  }

  /** Draw on so many pixels of the style sheet, each of so many of the screen; at once. */
  setSize(width, height, ratio) {
    if (!width || !height) return;
    [this.width, this.height] = [width, height];
    this.ratio = Math.min(ratio, 3);
    this.#canvas.width = Math.round(width * this.ratio);
    this.#canvas.height = Math.round(height * this.ratio);
    this.#placed = null;
    this.paint();
  }

  /** Draw soon: at most once a frame. */
  draw() {
    this.#frame ||= requestAnimationFrame(() => {
      this.paint();
      if (this.#moved) this.#changed();
      this.#moved = false;
    });
  }

  paint() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    if (!this.events || !this.width) return;
    this.#layout();
    const context = this.#canvas.getContext("2d");
    context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
    context.clearRect(0, 0, this.width, this.height);
    this.#scroll = Math.min(this.#scroll, Math.max(0, this.#content - (this.height - this.top)));
    this.#paintLanes(context);
    this.#paintAxis(context);
    if (this.#lines.length) this.#paintLines(context);
  }

  /** What is at a place: {number}, {numbers} that have no row, or null. */
  at(x, y) {
    const near = this.#points.find((point) => Math.hypot(point.x - x, point.y - y) < 8 * this.size);
    if (near && y < this.top) return { number: near.number };
    if (y < this.top || x < this.left) return null;
    const lane = this.lanes.find((each) => y - this.top + this.#scroll < each.y + each.height);
    if (!lane || !this.#placed) return null;
    const row = Math.floor((y - this.top + this.#scroll - rowTop(lane, 0, this.size)) / (ROW * this.size));
    if (lane.rows[row]) return this.#inRow(lane.rows[row], x);
    return row >= lane.rows.length ? this.#inRest(lane, x) : null;
  }

  /** Where an event's mark is: {x, y, left, right}, or null. */
  placeOf(number) {
    const at = this.#rows.get(number);
    if (!at) return null;
    const [left, right] = edges(this.events, number, this.scale, this.size).map((edge) => edge + this.x(0));
    return { x: (left + right) / 2, y: this.#rowY(at.lane, at.row), left, right };
  }

  #layout() {
    const steps = Math.round(Math.log2(this.scale) * SCALE_STEPS);
    if (this.#placed === steps) return;
    this.#placed = steps;
    this.#content = place(this.events, this.lanes, this.#widths, 2 ** (steps / SCALE_STEPS), this.size, this.height - this.top, this.left ? 0 : HEAD);
    this.#rows.clear();
    for (const lane of this.lanes) {
      lane.rows.forEach((numbers, row) => numbers.forEach((number) => this.#rows.set(number, { lane, row })));
    }
  }

  #rowY(lane, row) {
    return this.top - this.#scroll + rowTop(lane, row, this.size) + (ROW / 2) * this.size;
  }

  #paintLanes(context) {
    context.save();
    context.beginPath();
    context.rect(0, this.top, this.width, this.height - this.top);
    context.clip();
    context.textBaseline = "middle";
    const seen = this.lanes.filter((lane) => this.#isSeen(lane));
    seen.forEach((lane) => this.#paintGround(context, lane));
    this.#clipGutter(context);
    drawAxis(context, this.#frameOf());
    for (const lane of seen) this.#paintRows(context, lane);
    this.#paintSlips(context);
    context.restore();
    if (this.left) seen.forEach((lane) => paintName(context, this, lane));
    paintScrollbar(context, this);
  }

  #clipGutter(context) {
    context.beginPath();
    context.rect(this.left, this.top, this.width - this.left, this.height);
    context.clip();
  }

  #isSeen(lane) {
    const top = lane.y - this.#scroll;
    return top < this.height - this.top && top + lane.height > 0;
  }

  #paintGround(context, lane) {
    const y = this.top + lane.y - this.#scroll;
    context.fillStyle = this.lanes.indexOf(lane) % 2 ? this.palette.band : this.palette.surface;
    context.fillRect(0, y, this.width, lane.height);
  }

  #paintAxis(context) {
    context.save();
    context.beginPath();
    context.rect(0, 0, this.width, this.top);
    context.clip();
    context.fillStyle = this.palette.surface;
    context.fillRect(0, 0, this.width, this.top);
    context.beginPath();
    context.rect(this.left, 0, this.width, this.top);
    context.clip();
    drawAxis(context, this.#frameOf());
    context.restore();
    context.fillStyle = this.palette.band;
    context.fillRect(0, 0, this.left, AXIS * this.size - 1);
    context.fillStyle = this.palette.line;
    context.fillRect(0, AXIS * this.size - 1, this.width, 1);
    if (this.left) context.fillRect(this.left - 1, 0, 1, this.height);
  }

  #frameOf() {
    const { view, palette, left, width, height, scale } = this;
    return { palette, x: (day) => this.x(day), from: view.from, to: view.to, left, width, height, scale };
  }

  #paintLines(context) {
    const marked = new Set([this.selected, this.pointed]);
    const { palette, left, width } = this;
    const place = { palette, x: (day) => this.x(day), top: AXIS * this.size, height: this.strip, left, width, marked };
    this.#points = drawLines(context, this.events, this.#lines, place);
  }

  #paintRows(context, lane) {
    lane.rows.forEach((numbers, row) => {
      const y = this.#rowY(lane, row);
      if (y < this.top - ROW * this.size || y > this.height + ROW * this.size) return;
      for (let at = this.#firstSeen(numbers); at < numbers.length; at++) {
        if (!this.#paintEvent(context, numbers[at], numbers[at + 1], y)) break;
      }
    });
    if (lane.rest.length) paintRest(context, this, lane);
    if (!this.left) paintShortName(context, this, lane);
  }

  /** The last event of a row that begins before the left edge, whose title may reach into sight. */
  #firstSeen(numbers) {
    const origin = this.x(0);
    const first = lowerBound(numbers, this.left, (number) => edges(this.events, number, this.scale, this.size)[0] + origin);
    return Math.max(0, first - 1);
  }

  /** Draw an event with its title up to the next one; false where it begins beyond the right edge. */
  #paintEvent(context, number, next, y) {
    const { events, palette, scale, size, width } = this;
    const offset = this.x(0);
    const [left, right] = edges(events, number, scale, size).map((edge) => edge + offset);
    if (left > width) return false;
    const emphasis = number === this.selected || number === this.pointed;
    drawMark(context, events, number, { palette, offset, scale, y, emphasis });
    const limit = next === undefined ? width : edges(events, next, scale, size)[0] + offset;
    const gap = LABEL_GAP * size;
    const [begin, end] = [Math.max(left, this.left), Math.min(right, width)];
    const [within, beside] = [isPoint(events, number) ? 0 : end - begin - 2 * gap, Math.min(limit, width) - right - 2 * gap];
    const inside = within > Math.min(this.#widths[number] * size, Math.max(beside, 0));
    if (right < this.left) return true;
    const muted = isGone(events.statusOf(number));
    drawLabel(context, events.title[number], (inside ? begin : right) + gap, y + 0.5, inside ? within : beside, palette, emphasis, muted);
    return true;
  }

  #paintSlips(context) {
    const marked = new Set([this.selected, this.pointed].filter((number) => number >= 0));
    const active = (slip) => marked.has(slip.to) || marked.has(slip.former);
    const places = { x: (day) => this.x(day), placeOf: (number) => this.placeOf(number) };
    drawSlips(context, this.#slips, { ...places, palette: this.palette, active, width: this.width });
  }

  #inRow(numbers, x) {
    const offset = this.x(0);
    const of = (number) => edges(this.events, number, this.scale, this.size).map((edge) => edge + offset);
    const at = lowerBound(numbers, x, (number) => of(number)[0] - 3) - 1;
    if (at < 0) return null;
    const [, right] = of(numbers[at]);
    const title = right + (this.#widths[numbers[at]] + LABEL_GAP) * this.size;
    return x <= Math.max(right + 3, title) ? { number: numbers[at] } : null;
  }

  #inRest(lane, x) {
    const stretch = this.scale / this.placedScale;
    const found = lane.rest.find((part) => {
      const [left, right] = restEdges(part).map((edge) => edge * stretch + this.x(0));
      return x >= left - 1 && x <= right + 1;
    });
    return found ? { numbers: found.numbers } : null;
  }
}
