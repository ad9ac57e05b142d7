/** The events of the page: one column for each thing that is known of them, by number. */
import { fold } from "./fold.js";
import { spanName } from "./days.js";

/** Words that many events share, by number. */
class Words {
  names = [];
  #numbers = new Map();

  number(name, row = name) {
    let found = this.#numbers.get(name);
    if (found === undefined) {
      found = this.names.length;
      this.#numbers.set(name, found);
      this.names.push(row);
    }
    return found;
  }

  find(name) {
    return this.#numbers.get(name) ?? -1;
  }
}

export class Events {
  count = 0;
  id = [];
  title = [];
  start = [];
  length = [];
  unit = [];
  kind = [];
  status = [];
  entity = [];
  source = [];
  qualifier = [];
  bound = [];
  fiscal = new Map();
  measures = new Map();
  conflicts = new Map();
  was = new Map();
  kinds = new Words();
  statuses = new Words();
  units = new Words();
  entities = new Words();
  sources = new Words();
  revisions = [];
  sorted = true;
  #numbers = new Map();
  #folded = [];

  /** Take in a chunk as kb/export/page/chunk.py writes it; the numbers of its events follow the others. */
  add(chunk) {
    const plain = (words, names) => names.map((name) => words.number(name));
    const kinds = plain(this.kinds, chunk.kinds);
    const statuses = plain(this.statuses, chunk.statuses);
    const units = plain(this.units, chunk.units);
    const sources = plain(this.sources, chunk.sources);
    const entities = chunk.entities.map((row) => this.entities.number(row[0], row));
    for (let row = 0; row < chunk.id.length; row++) {
      const number = this.count++;
      this.#numbers.set(chunk.id[row], number);
      this.sorted &&= number === 0 || chunk.start[row] >= this.start[number - 1];
      this.id.push(chunk.id[row]);
      this.title.push(chunk.title[row]);
      this.start.push(chunk.start[row]);
      this.length.push(chunk.length[row]);
      this.unit.push(units[chunk.unit[row]]);
      this.kind.push(kinds[chunk.kind[row]]);
      this.status.push(statuses[chunk.status[row]]);
      this.entity.push(chunk.entity[row].map((at) => entities[at]));
      this.source.push(chunk.source[row].map((at) => sources[at]));
      this.qualifier.push(chunk.qualifier[row] ?? "");
      this.bound.push(chunk.bound[row] ?? "");
    }
    this.#addSparse(chunk, this.count - chunk.id.length);
  }

  /** The number of the event with an id; -1 where it is not here. */
  find(id) {
    return this.#numbers.get(id) ?? -1;
  }

  /** The numbers of all events by first day. */
  inOrder() {
    const order = Array.from({ length: this.count }, (_, number) => number);
    if (!this.sorted) order.sort((a, b) => this.start[a] - this.start[b] || a - b);
    return order;
  }

  kindOf(number) {
    return this.kinds.names[this.kind[number]];
  }

  statusOf(number) {
    return this.statuses.names[this.status[number]];
  }

  /** The date in words, in the page's language. */
  dateOf(number) {
    return spanName({
      start: this.start[number],
      length: this.length[number],
      unit: this.units.names[this.unit[number]],
      qualifier: this.qualifier[number],
      bound: this.bound[number],
      fiscal: this.fiscal.get(number),
    });
  }

  /** What search finds of an event before its quotes are read: its title and names, folded. */
  named(number) {
    return [fold(this.title[number]), ...this.entity[number].map((at) => this.#foldedName(at))].join("\n");
  }

  #foldedName(at) {
    this.#folded[at] ??= fold([...new Set(this.entities.names[at].slice(2))].join("\n"));
    return this.#folded[at];
  }

  #addSparse(chunk, first) {
    for (const name of ["fiscal", "measures", "conflicts", "was"]) {
      for (const [row, value] of Object.entries(chunk[name])) this[name].set(first + Number(row), value);
    }
  }
}
