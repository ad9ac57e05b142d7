/** Which events are shown, and how many each choice would show. */
import { readDay, writeDay } from "./days.js";
import { readQuery } from "./fold.js";

export const FACETS = ["entity", "kind", "status", "source"];
const [TEXT, SPAN] = [1 << FACETS.length, 2 << FACETS.length];

export class Filters {
  query = "";
  from = null;
  to = null;
  chosen = Object.fromEntries(FACETS.map((facet) => [facet, new Set()]));

  get terms() {
    return readQuery(this.query);
  }

  get any() {
    return Boolean(this.query || this.from !== null || this.to !== null || FACETS.some((each) => this.chosen[each].size));
  }

  clear() {
    this.query = "";
    this.from = this.to = null;
    for (const facet of FACETS) this.chosen[facet].clear();
  }

  /** What the server is asked for, by the names of its parameters. */
  wish() {
    const asked = [];
    if (this.terms.length) asked.push(["text", this.query]);
    if (this.from !== null) asked.push(["from", writeDay(this.from)]);
    if (this.to !== null) asked.push(["to", writeDay(this.to)]);
    for (const facet of ["entity", "kind", "status", "source"]) {
      for (const name of this.chosen[facet]) asked.push([facet, name]);
    }
    return asked;
  }

  write(fragment) {
    if (this.query) fragment.set("q", this.query);
    if (this.from !== null) fragment.set("from", writeDay(this.from));
    if (this.to !== null) fragment.set("to", writeDay(this.to));
    for (const facet of FACETS) for (const name of this.chosen[facet]) fragment.append(facet, name);
  }

  read(fragment) {
    this.query = fragment.get("q") ?? "";
    this.from = readDay(fragment.get("from"));
    this.to = readDay(fragment.get("to"));
    for (const facet of FACETS) this.chosen[facet] = new Set(fragment.getAll(facet));
  }

  /**
   * The numbers of the events that fit, in order, and for each facet how many its names would show: those
   * that only this facet's choice keeps out count there too. `texts` are what search looks into, if it does.
   */
  apply(events, order, texts) {
    const choices = FACETS.map((facet) => this.#numbers(events, facet));
    const counts = FACETS.map((facet) => new Uint32Array(columnOf(events, facet).names.length));
    const terms = texts ? this.terms : [];
    const shown = [];
    for (const number of order) {
      const row = [events.entity[number], [events.kind[number]], [events.status[number]], events.source[number]];
      let lacks = this.#inSpan(events, number) ? 0 : SPAN;
      if (terms.length && !terms.every((term) => texts[number].includes(term))) lacks |= TEXT;
      choices.forEach((choice, at) => {
        if (choice && !row[at].some((each) => choice.has(each))) lacks |= 1 << at;
      });
      if (!lacks) shown.push(number);
      row.forEach((numbers, at) => {
        if (!(lacks & ~(1 << at))) for (const each of numbers) counts[at][each]++;
      });
    }
    return { shown, counts: Object.fromEntries(FACETS.map((facet, at) => [facet, counts[at]])) };
  }

  #inSpan(events, number) {
    const first = events.start[number];
    return (this.to === null || first <= this.to) && (this.from === null || first + events.length[number] >= this.from);
  }

  #numbers(events, facet) {
    const chosen = this.chosen[facet];
    return chosen.size ? new Set([...chosen].map((name) => columnOf(events, facet).find(name))) : null;
  }
}

/** The words of a facet. */
export function columnOf(events, facet) {
  return { entity: events.entities, kind: events.kinds, status: events.statuses, source: events.sources }[facet];
}
