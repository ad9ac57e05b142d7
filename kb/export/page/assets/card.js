/** The card of an event: what each source says, in its own words. */
import { exactDays, format, readDay, spanName, unitOfEdtf } from "./days.js";
import { slipName } from "./arrows.js";
import { dot, element, text } from "./list.js";
import { amount, entityName, kindName, metricName, say, statusName, word } from "./words.js";

const SVG = "http://www.w3.org/2000/svg";
const SIGNS = { previous: "M12 4 6 10l6 6", next: "m8 4 6 6-6 6", close: "m5 5 10 10M15 5 5 15" };
const [ENTITY, MILESTONE, STATUS, START, END, SLIP, SAID, BY, QUOTE, EVENT, EDTF] = Array.from({ length: 11 }, (_, at) => at);

export class Card {
  #box;
  #act;
  #asked = 0;
  number = -1;

  /** `act` has close(), step(±1), choose(entity). */
  constructor(box, act) {
    this.#box = box;
    this.#act = act;
    box.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.stopPropagation();
      act.close();
    });
  }

  get open() {
    return !this.#box.hidden;
  }

  /** Show an event; its telling may come later. */
  async show(events, number, source) {
    this.number = number;
    const asked = ++this.#asked;
    const telling = await source.telling(events, number);
    if (asked !== this.#asked) return;
    const children = [
      this.#head(events, number),
      this.#heading(events.title[number]),
      ...moment(events, number, telling.edtf),
      ...section("entities", this.#entities(events, number)),
      ...section("conflicts", conflicts(telling.conflicts)),
      ...section("measures", measures(events.measures.get(number) ?? [])),
      ...section("history", history(telling.revisions ?? events.revisions, events.id[number])),
      ...section("quotes", telling.evidence.map((row, at) => quote(row, telling.documents[row[0]], at))),
      ...section("judgements", telling.judgements.map(judgement)),
    ];
    this.#box.replaceChildren(...children);
    this.#box.hidden = false;
    this.#box.scrollTop = 0;
  }

  focus() {
    this.#box.focus({ preventScroll: true });
  }

  close() {
    this.#asked++;
    this.number = -1;
    this.#box.hidden = true;
    this.#box.replaceChildren();
  }

  #heading(title) {
    const heading = text("h2", "", title);
    heading.id = "card-title";
    return heading;
  }

  #head(events, number) {
    const head = element("header");
    const tag = element("span", "tag");
    tag.append(dot(events, number), kindName(events.kindOf(number)));
    const steps = element("span", "steps");
    const acts = { previous: () => this.#act.step(-1), next: () => this.#act.step(1), close: this.#act.close };
    for (const [name, act] of Object.entries(acts)) steps.append(iconButton(name, act));
    head.append(tag, text("span", "badge", statusName(events.statusOf(number))), steps);
    return head;
  }

  #entities(events, number) {
    const names = element("div", "names");
    for (const at of events.entity[number]) {
      const row = events.entities.names[at];
      const button = text("button", "", entityName(row));
      button.type = "button";
      button.addEventListener("click", () => this.#act.choose(row[0]));
      names.append(button);
    }
    return names.childElementCount ? [names] : [];
  }
}

export function iconButton(name, act) {
  const button = element("button", "icon", { type: "button", "aria-label": say(name), title: say(name) });
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", SIGNS[name]);
  svg.append(path);
  button.append(svg);
  button.addEventListener("click", act);
  return button;
}

/** An address that is safe to follow, else null: only the web's own. */
export function webAddress(url) {
  try {
    const { protocol, href } = new URL(url);
    return protocol === "http:" || protocol === "https:" ? href : null;
  } catch {
    return null;
  }
}

function section(name, children) {
  return children.length ? [text("h3", "", say(name)), ...children] : [];
}

function moment(events, number, edtf) {
  const days = exactDays(events.start[number], events.length[number]);
  const named = events.dateOf(number);
  const exact = named === days ? edtf : `${days} · ${edtf}`;
  return [text("p", "moment", named), text("p", "exact", exact)];
}

function conflicts(messages) {
  if (!messages.length) return [];
  const list = element("ul", "conflicts");
  list.append(...messages.map((message) => text("li", "", message)));
  return [list];
}

function measures(rows) {
  if (!rows.length) return [];
  const table = element("table");
  for (const row of rows) table.append(measureRow(row));
  return [table];
}

function measureRow([metric, value, unit, basis, segment, period, tolerance, note, approximate]) {
  const row = element("tr");
  const name = text("td", "", metricName(metric));
  const about = [segment, basis && say(basis), period && say("for_period", { period: spanOf(period) }), note];
  const said = about.filter(Boolean).join(" · ");
  if (said) name.append(text("small", "", said));
  const shown = `${approximate ? `${say("approximately")} ` : ""}${amount(value, unit)}${tolerance ? ` ± ${tolerance}` : ""}`;
  const cell = text("td", "value", shown);
  cell.title = `${value} ${unit}`;
  row.append(name, cell);
  return row;
}

/** A span in EDTF as far as it has a name. */
function spanOf(edtf) {
  const [from, to] = edtf.split("/").map(readDay);
  return from !== null && to != null ? exactDays(from, to - from) : edtf;
}

/** The revisions of the milestones that the event with this id gave a date to. */
function history(revisions, id) {
  const own = revisions.filter((row) => row[EVENT] === id);
  if (!own.length) return [];
  const same = revisions.filter((row) => own.some((each) => each[ENTITY] === row[ENTITY] && each[MILESTONE] === row[MILESTONE]));
  if (same.length < 2) return [];
  const list = element("ol", "history");
  list.append(...same.map((row) => revision(row, id)));
  return [list];
}

function revision(row, id) {
  const item = element("li", [row[STATUS], row[EVENT] === id ? "this" : ""].join(" ").trim());
  const unit = unitOfEdtf(row[EDTF]);
  const line = element("div");
  line.append(text("span", "date", spanName({ start: row[START], length: row[END] - row[START], unit })), " ");
  line.append(text("span", "slip", row[SLIP] === null ? say("first_target") : slipName(row[SLIP])));
  const by = [statusName(row[STATUS]), row[BY], format(row[SAID])].filter(Boolean).join(" · ");
  item.append(line, text("small", "", by), text("small", "", row[QUOTE]));
  return item;
}

/** What one source says: the sentence, the quote in it, and in that the words that date it. */
function quote([, sentence, said, time, span, status, speaker], [publisher, title, url, source, published], at) {
  const box = element("article", at ? "telling" : "telling first");
  const words = element("blockquote");
  words.append(...marked(sentence, said, time));
  const by = element("p", "by");
  const date = published ? say("published", { date: format(readDay(published)) }) : say("unpublished");
  by.append(text("b", "", publisher), ` · ${date}`);
  if (speaker) by.append(` · ${speaker}`);
  if (title && title !== sentence) by.append(element("br"), title);
  const [start, length, unit, qualifier, bound, fiscal] = span;
  const says = say("source_says", { date: spanName({ start, length, unit, qualifier, bound, fiscal }) });
  by.append(element("br"), `${says} · ${statusName(status)}`);
  const address = webAddress(url) ?? webAddress(source);
  if (address) by.append(element("br"), link(address));
  box.append(words, by);
  return box;
}

function link(address) {
  const made = text("a", "", say("open_source"));
  made.href = address;
  made.rel = "noopener noreferrer nofollow";
  made.target = "_blank";
  made.title = address;
  return made;
}

/** The parts of a sentence: outside the quote, in it, and the date expression wherever it stands. */
function marked(sentence, [from, to], time) {
  const cuts = [0, from, to, ...(time ?? []), sentence.length];
  const edges = [...new Set(cuts)].sort((a, b) => a - b);
  return edges.slice(1).map((end, at) => {
    const start = edges[at];
    const isTime = time && start >= time[0] && end <= time[1];
    const part = text(isTime ? "mark" : "span", start >= from && end <= to ? "quote" : "", sentence.slice(start, end));
    return part;
  });
}

function judgement([verdict, by, day, retracted, amended]) {
  const undone = retracted ? ` · ${say("retracted", { date: retracted })}` : "";
  const said = [word("verdict", verdict), ...amended].join(" ");
  return text("p", "by", `${said} · ${by} · ${day}${undone}`);
}
