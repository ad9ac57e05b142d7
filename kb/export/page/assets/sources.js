/** Where events come from: the file itself, or the server that handed out the page. */
import { fold } from "./fold.js";

/** How long to work before the browser may answer its reader, in milliseconds. */
const SLICE = 12;
const PAGE = 1000;
/** More than this is neither drawn nor listed with any use. */
const MOST = 100_000;

/** A rest in which the browser draws and answers. */
export const rest = () => new Promise((done) => {
  const channel = new MessageChannel();
  channel.port1.onmessage = done;
  channel.port2.postMessage(null);
});

/** Rests whenever work has gone on for long. */
class Pace {
  #began = performance.now();

  async keep() {
    if (performance.now() - this.#began < SLICE) return;
    await rest();
    this.#began = performance.now();
  }
}

/** The value in an element; all but the first of many are packed. */
async function readData(element) {
  if (element.dataset.packed !== "gzip") return JSON.parse(element.textContent);
  const letters = atob(element.textContent);
  const packed = new Uint8Array(letters.length);
  for (let at = 0; at < packed.length; at++) packed[at] = letters.charCodeAt(at);
  const plain = new Blob([packed]).stream().pipeThrough(new DecompressionStream("gzip"));
  return new Response(plain).json();
}

/** The data of this name that the file holds. */
export function dataElements(name) {
  return [...document.querySelectorAll(`script[data-kb="${name}"]`)];
}

export class FileSource {
  live = false;
  #tellings = [];
  #texts = [];
  #parsed = { at: -1 };

  /** Read all events. */
  async load(events) {
    const tellings = dataElements("tellings");
    const pace = new Pace();
    for (const [at, element] of dataElements("events").entries()) {
      const first = events.count;
      events.add(await readData(element));
      this.#tellings.push({ first, end: events.count, element: tellings[at] });
      await pace.keep();
    }
    for (const element of dataElements("revisions")) events.revisions = await readData(element);
    return true;
  }

  /** What a card shows of an event. */
  async telling(events, number) {
    const at = this.#tellings.findIndex((each) => number < each.end);
    const { rows, documents } = await this.#parse(at);
    return { ...rows[number - this.#tellings[at].first], documents };
  }

  /** The folded text of each event that search looks into: title, names, quotes. Made once, in slices. */
  async texts(events) {
    const pace = new Pace();
    for (const { first, element } of this.#tellings) {
      const { rows } = await readData(element);
      for (const [at, row] of rows.entries()) {
        const quotes = row.evidence.map((each) => each[1]).join("\n");
        this.#texts.push(`${events.named(first + at)}\n${fold(quotes)}`);
        await pace.keep();
      }
    }
    return this.#texts;
  }

  async #parse(at) {
    if (this.#parsed.at !== at) this.#parsed = { at, ...(await readData(this.#tellings[at].element)) };
    return this.#parsed;
  }
}

export class ServerSource {
  live = true;
  #loads = 0;

  /** Read the events that fit, page by page; false where another load began or not all could be read. */
  async load(events, progress, wish = {}) {
    const load = ++this.#loads;
    let cursor = null;
    let told = PAGE;
    do {
      const asked = new URLSearchParams(wish);
      asked.set("limit", PAGE);
      if (cursor) asked.set("cursor", cursor);
      const page = await ask(`page/events?${asked}`);
      if (load !== this.#loads) return null;
      events.add(page.events);
      cursor = page.next;
      if (events.count >= told) {
        progress();
        told *= 3;
      }
    } while (cursor && events.count < MOST);
    const revisions = await ask("page/revisions");
    if (load !== this.#loads) return null;
    events.revisions = revisions;
    return !cursor;
  }

  async telling(events, number) {
    const { rows, documents } = await ask(`page/tellings/${encodeURIComponent(events.id[number])}`);
    return { ...rows[0], documents };
  }
}

async function ask(path) {
  const answer = await fetch(path, { headers: { accept: "application/json" } });
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.detail ?? answer.statusText);
  return said;
}
