/** The whole time in one strip: how many events there are when, and which part is shown. */
import { dateOf, dayOf } from "./days.js";
import { alpha } from "./palette.js";

const BAR = 3;
const GROUND = 14;
const HANDLE = 7;

export class Overview {
  #canvas;
  #timeline;
  #bars = [];

  constructor(canvas, timeline) {
    this.#canvas = canvas;
    this.#timeline = timeline;
    new ResizeObserver(() => this.#resize()).observe(canvas);
    this.#listen();
  }

  show(events, shown) {
    this.events = events;
    this.shown = shown;
    if (this.width) this.#gather();
  }

  draw() {
    const { palette, extent, view } = this.#timeline;
    if (!this.events || !this.width || !palette) return;
    const ratio = devicePixelRatio || 1;
    const context = this.#canvas.getContext("2d");
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.clearRect(0, 0, this.width, this.height);
    this.#drawBars(context, palette);
    this.#drawYears(context, palette, extent);
    this.#drawBrush(context, palette, this.#x(view.from), this.#x(view.to));
  }

  #resize() {
    const box = this.#canvas.getBoundingClientRect();
    if (!box.width) return;
    [this.width, this.height] = [box.width, box.height];
    const ratio = devicePixelRatio || 1;
    [this.#canvas.width, this.#canvas.height] = [box.width * ratio, box.height * ratio].map(Math.round);
    if (this.events) this.#gather();
  }

  get #ground() {
    return this.height - GROUND * this.#timeline.palette.size;
  }

  /** Count the events by where they lie. */
  #gather() {
    this.#bars = new Uint32Array(Math.ceil(this.width / BAR) + 1);
    for (const number of this.shown) {
      const at = Math.floor(this.#x(this.events.start[number] + this.events.length[number] / 2) / BAR);
      if (at >= 0 && at < this.#bars.length) this.#bars[at]++;
    }
    this.draw();
  }

  #x(day) {
    const { from, to } = this.#timeline.extent;
    return ((day - from) / (to - from)) * this.width;
  }

  #day(x) {
    const { from, to } = this.#timeline.extent;
    return from + (x / this.width) * (to - from);
  }

  #drawBars(context, palette) {
    const highest = Math.log2(this.#bars.reduce((most, each) => Math.max(most, each), 1) + 1);
    const room = this.#ground - 2;
    context.fillStyle = alpha(palette.accent, 0.55);
    this.#bars.forEach((number, at) => {
      const height = number ? Math.max(2, (Math.log2(number + 1) / highest) * room) : 0;
      context.fillRect(at * BAR, this.#ground - height, BAR - 1, height);
    });
    context.fillStyle = palette.control;
    context.fillRect(0, this.#ground, this.width, 1);
  }

  #drawYears(context, palette, { from, to }) {
    const room = (this.width / (to - from)) * 365.25;
    const step = [1, 2, 5, 10, 20, 50, 100, 200, 500].find((years) => years * room > 46 * palette.size) ?? 1000;
    context.font = `${10.5 * palette.size}px ${palette.sans}`;
    context.fillStyle = palette.muted;
    context.textBaseline = "alphabetic";
    const last = dateOf(to).getUTCFullYear();
    for (let year = Math.ceil(dateOf(from).getUTCFullYear() / step) * step; year <= last; year += step) {
      context.fillText(`${year}`, Math.max(this.#x(dayOf(year)), 0) + 2, this.height - 2);
    }
  }

  #drawBrush(context, palette, left, right) {
    const height = this.#ground;
    const [from, to] = [Math.max(left, 1), Math.max(Math.min(right, this.width - 1), left + 4)];
    context.fillStyle = alpha(palette.ground, 0.66);
    context.fillRect(0, 0, from, height);
    context.fillRect(to, 0, this.width - to, height);
    context.strokeStyle = palette.accent;
    context.lineWidth = 1.5;
    context.beginPath();
    context.roundRect(from, 1, to - from, height - 1, 4);
    context.stroke();
    context.fillStyle = palette.accent;
    for (const edge of [from, to]) {
      context.beginPath();
      context.roundRect(edge - 2, height / 2 - 7, 4, 14, 2);
      context.fill();
    }
  }

  /** Drag the brush, or its ends; a click elsewhere brings it there. */
  #listen() {
    let drag = null;
    const x = (event) => event.clientX - this.#canvas.getBoundingClientRect().left;
    this.#canvas.addEventListener("pointerdown", (event) => {
      this.#canvas.setPointerCapture(event.pointerId);
      drag = this.#grip(x(event));
      drag(x(event));
    });
    this.#canvas.addEventListener("pointermove", (event) => drag?.(x(event)));
    for (const end of ["pointerup", "pointercancel"]) this.#canvas.addEventListener(end, () => (drag = null));
    this.#canvas.addEventListener("wheel", (event) => {
      event.preventDefault();
      this.#timeline.zoom(Math.exp(-event.deltaY * 0.0016));
    }, { passive: false });
  }

  #grip(x) {
    const timeline = this.#timeline;
    const { from, to } = timeline.view;
    const [left, right] = [this.#x(from), this.#x(to)];
    const wide = right - left > 4 * HANDLE;
    if (wide && Math.abs(x - left) < HANDLE) return (now) => timeline.look({ from: Math.min(this.#day(now), to - 1), to });
    if (wide && Math.abs(x - right) < HANDLE) return (now) => timeline.look({ from, to: Math.max(this.#day(now), from + 1) });
    const hold = x > left && x < right ? this.#day(x) - from : (to - from) / 2;
    return (now) => timeline.look({ from: this.#day(now) - hold, to: this.#day(now) - hold + to - from });
  }
}
