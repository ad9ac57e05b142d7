/** What of the page stands in the fragment of its address, so that a view can be shared. */
import { readDay, writeDay } from "./days.js";

/** Browsers refuse to be told of a new address too often. */
const PAUSE = 250;

export class State {
  #read;
  #write;
  #timer = 0;
  #written = "";

  /** `read` takes a fragment in, `write` puts the page's state into an empty one. */
  constructor(read, write) {
    this.#read = read;
    this.#write = write;
    addEventListener("hashchange", () => {
      if (location.hash.slice(1) !== this.#written) this.#read(this.fragment());
    });
  }

  fragment() {
    return new URLSearchParams(location.hash.slice(1));
  }

  /** Note soon that something changed. */
  note() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.now(), PAUSE);
  }

  /** The address of the page as it is now. */
  now() {
    clearTimeout(this.#timer);
    const fragment = new URLSearchParams();
    this.#write(fragment);
    this.#written = fragment.toString();
    history.replaceState(null, "", this.#written ? `#${this.#written}` : location.pathname + location.search);
    return location.href;
  }
}

/** A stretch of time as `2024-01-01..2024-12-31`. */
export function writeView({ from, to }) {
  return `${writeDay(from)}..${writeDay(to)}`;
}

export function readView(text) {
  const [from, to] = (text ?? "").split("..").map(readDay);
  return from !== null && to != null && from < to ? { from, to } : null;
}
