/** The list of events: only the rows in sight are in the document, yet a screen reader is told of all. */
import { writeFound } from "./fold.js";
import { familyOf } from "./palette.js";
import { lowerBound } from "./layout.js";
import { isGone, isHollow } from "./marks.js";
import { kindName, say, statusName } from "./words.js";

const AROUND = 6;
const ROW_REM = 5;

export class List {
  #box;
  #rows;
  #act;
  #shown = [];
  #places = new Map();
  #drawn = new Map();
  #own = 0;
  height = 75;
  selected = -1;
  pointed = -1;
  terms = [];
  view = { from: -Infinity, to: Infinity };

  /** `act` has open(number), select(number), point(number), scrolled(number). */
  constructor(box, act) {
    this.#box = box;
    this.#act = act;
    this.#rows = document.createElement("div");
    this.#rows.className = "rows";
    this.#rows.setAttribute("role", "presentation");
    box.append(this.#rows);
    box.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    box.addEventListener("keydown", (event) => this.#key(event));
    box.addEventListener("click", (event) => this.#pick(event, (number) => this.#act.open(number)));
    box.addEventListener("pointerover", (event) => this.#pick(event, (number) => this.#act.point(number)));
    box.addEventListener("pointerleave", () => this.#act.point(-1));
    new ResizeObserver(() => this.#measure()).observe(box);
    this.#measure();
  }

  show(events, shown) {
    this.events = events;
    this.#shown = shown;
    this.#places = new Map(shown.map((number, at) => [number, at]));
    this.refresh();
  }

  /** Write all rows anew: the words have changed. */
  refresh() {
    for (const row of this.#drawn.values()) row.remove();
    this.#drawn.clear();
    this.#rows.style.height = `${this.#shown.length * this.height}px`;
    this.draw();
  }

  /** The event so many places after another in the order shown. */
  step(number, by) {
    const at = this.#places.get(number);
    const last = this.#shown.length - 1;
    const wished = Number.isFinite(by) ? (at === undefined ? this.#firstIn() : at + by) : by;
    return this.#shown[Math.min(Math.max(wished, 0), last)] ?? -1;
  }

  /** Bring a row into sight. */
  reveal(number) {
    const at = this.#places.get(number);
    if (at === undefined) return;
    const { scrollTop, clientHeight } = this.#box;
    const top = at * this.height;
    if (top < scrollTop) this.#scrollTo(top);
    else if (top + this.height > scrollTop + clientHeight) this.#scrollTo(top + this.height - clientHeight);
  }

  /** Stand where the stretch of time that is looked at begins. */
  follow(view) {
    this.view = view;
    const seen = this.#shown[Math.floor((this.#box.scrollTop + this.height / 2) / this.height)];
    if (this.#shown.length && !this.#isIn(seen)) this.#scrollTo(this.#firstIn() * this.height);
    this.draw();
  }

  draw() {
    if (!this.events) return;
    const height = this.height;
    const first = Math.max(0, Math.floor(this.#box.scrollTop / height) - AROUND);
    const last = Math.min(this.#shown.length, Math.ceil((this.#box.scrollTop + this.#box.clientHeight) / height) + AROUND);
    for (const [at, row] of this.#drawn) {
      if (at < first || at >= last) {
        row.remove();
        this.#drawn.delete(at);
      }
    }
    for (let at = first; at < last; at++) this.#drawRow(at, height);
    const active = this.#places.get(this.selected);
    const row = active === undefined ? undefined : this.#drawn.get(active);
    if (row) this.#box.setAttribute("aria-activedescendant", row.id);
    else this.#box.removeAttribute("aria-activedescendant");
  }

  #measure() {
    this.height = ROW_REM * parseFloat(getComputedStyle(document.documentElement).fontSize);
    this.refresh();
  }

  #drawRow(at, height) {
    const number = this.#shown[at];
    let row = this.#drawn.get(at);
    if (!row) {
      row = this.#makeRow(number, at);
      row.style.transform = `translateY(${at * height}px)`;
      this.#drawn.set(at, row);
      this.#place(at, row);
    }
    row.classList.toggle("selected", number === this.selected);
    row.classList.toggle("pointed", number === this.pointed);
    row.classList.toggle("outside", !this.#isIn(number));
    row.setAttribute("aria-selected", `${number === this.selected}`);
  }

  /** Rows stand in the document in their order, for those who read it. */
  #place(at, row) {
    for (let next = at + 1; next <= at + 2 * AROUND; next++) {
      if (this.#drawn.get(next)?.isConnected) return this.#drawn.get(next).before(row);
    }
    this.#rows.append(row);
  }

  #makeRow(number, at) {
    const events = this.events;
    const row = element("div", "row", { role: "option", id: `row-${number}`, "aria-setsize": this.#shown.length, "aria-posinset": at + 1 });
    row.dataset.number = number;
    const line = element("div", "line");
    line.append(dot(events, number), text("span", "date", events.dateOf(number)));
    const status = events.statusOf(number);
    if (status !== "actual") line.append(text("span", "badge", statusName(status)));
    if (events.conflicts.has(number)) line.append(text("span", "badge conflict", say("conflicts")));
    line.append(text("span", "kind", kindName(events.kindOf(number))));
    const title = element("div", "title");
    writeFound(title, events.title[number], this.terms);
    row.append(line, title);
    return row;
  }

  #isIn(number) {
    if (number === undefined) return false;
    const first = this.events.start[number];
    return first <= this.view.to && first + this.events.length[number] >= this.view.from;
  }

  /** The place of the first event that begins in sight, else of the last before. */
  #firstIn() {
    const at = lowerBound(this.#shown, this.view.from, (number) => this.events.start[number]);
    return Math.min(at, Math.max(this.#shown.length - 1, 0));
  }

  #scrollTo(top) {
    this.#own = performance.now();
    this.#box.scrollTop = top;
  }

  /** Only what the reader scrolled moves the timeline. */
  #scrolled() {
    this.draw();
    if (performance.now() - this.#own < 150) return;
    const middle = this.#shown[Math.floor((this.#box.scrollTop + this.#box.clientHeight / 3) / this.height)];
    if (middle !== undefined && !this.#isIn(middle)) this.#act.scrolled(middle);
  }

  #pick(event, use) {
    const row = event.target.closest(".row");
    if (row) use(Number(row.dataset.number));
  }

  #key(event) {
    const page = Math.max(1, Math.floor(this.#box.clientHeight / this.height) - 1);
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -Infinity, End: Infinity };
    if (event.key in steps) this.#act.select(this.step(this.selected, steps[event.key]));
    else if ((event.key === "Enter" || event.key === " ") && this.selected >= 0) this.#act.open(this.selected);
    else return;
    event.preventDefault();
  }
}

/** An element with a class and attributes. */
export function element(tag, name = "", attributes = {}) {
  const made = document.createElement(tag);
  if (name) made.className = name;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

/** An element that holds a text. */
export function text(tag, name, content) {
  const made = element(tag, name);
  made.textContent = content;
  return made;
}

/** The sign of an event as the timeline draws it. */
export function dot(events, number) {
  const status = events.statusOf(number);
  const shape = [isHollow(status) ? "hollow" : "", isGone(status) ? "gone" : "", events.length[number] ? "wide" : ""];
  return element("span", ["dot", familyOf(events.kindOf(number)), ...shape.filter(Boolean)].join(" "), { "aria-hidden": "true" });
}
