/** The page: its parts, and what they tell each other. */
import { Card } from "./card.js";
import { connect } from "./controls.js";
import { Events } from "./events.js";
import { Filters } from "./filters.js";
import { readFolding } from "./fold.js";
import { List, text } from "./list.js";
import { Menus } from "./menus.js";
import { Overview } from "./overview.js";
import { readPalette } from "./palette.js";
import { firstMetric, metricsOf } from "./series.js";
import { FileSource, ServerSource, dataElements } from "./sources.js";
import { State, readView, writeView } from "./state.js";
import { Timeline } from "./timeline.js";
import { count, kindName, language, metricName, preferredLanguage, readWords, say, speak, statusName, translate } from "./words.js";

const at = (id) => document.getElementById(id);
const LANES = ["entity", "kind", "source"];

class Page {
  events = new Events();
  order = [];
  shown = [];
  filters = new Filters();
  complete = true;
  chosenTheme = null;
  #returnTo = null;
  #wanted = null;

  constructor() {
    const inFile = document.documentElement.dataset.source === "file";
    this.source = inFile ? new FileSource() : new ServerSource();
    this.timeline = new Timeline(at("canvas"), () => this.viewed());
    this.overview = new Overview(at("overview"), this.timeline);
    this.list = new List(at("list"), {
      open: (number) => this.open(number, at("list")),
      select: (number) => this.select(number),
      point: (number) => this.point(number),
      scrolled: (number) => this.timeline.reveal(number),
    });
    this.menus = new Menus(at("menus"), this.filters, () => this.filtered());
    this.card = new Card(at("card"), {
      close: () => this.close(),
      step: (by) => this.open(this.list.step(this.card.number, by), this.#returnTo),
      choose: (entity) => this.only(entity),
    });
    this.state = new State((fragment) => this.restore(fragment), (fragment) => this.write(fragment));
    connect(this);
  }

  /** Read the state, then the events, and show them as they come. */
  async start() {
    this.restore(this.state.fragment(), true);
    at("count").textContent = say("loading");
    await this.load();
    document.documentElement.dataset.ready = "true";
  }

  async load() {
    try {
      const complete = await this.source.load(this.events, () => this.loaded(), this.#wish ?? []);
      if (complete === null) return;
      this.complete = complete;
    } catch (error) {
      this.say(say("failed", { reason: error.message }));
    }
    this.loaded();
    if (!this.complete) this.say(say("too_many", { n: count(this.events.count) }));
  }

  /** More events are here. */
  loaded() {
    this.order = this.events.inOrder();
    this.timeline.events = this.events;
    this.timeline.measure(this.order);
    this.#fillMeasures();
    this.apply();
    if (!this.#viewChosen) this.timeline.view = this.timeline.bulk(this.shown);
    this.timeline.draw();
    this.viewed(false);
    this.#openWanted();
  }

  /** Show what fits the filters; search first looks into names, and into quotes once they are read. */
  async apply(texts = null) {
    const { shown, counts } = this.filters.apply(this.events, this.order, this.source.live ? null : texts ?? this.#names());
    this.shown = shown;
    this.list.terms = this.filters.terms;
    this.list.view = this.timeline.view;
    this.list.show(this.events, shown);
    this.timeline.show(this.events, shown, this.filters.chosen);
    this.overview.show(this.events, shown);
    this.menus.show(this.events, counts);
    this.#count();
    if (this.filters.terms.length && !texts && !this.source.live) this.apply(await this.#quotes());
  }

  /** A filter changed. */
  async filtered() {
    this.state.note();
    this.menus.label();
    at("clear").hidden = !this.filters.any;
    if (this.source.live && (!this.complete || this.filters.terms.length || this.#wish)) return this.#reload();
    await this.apply();
    this.timeline.measure(this.shown.length ? this.shown : this.order);
    if (this.shown.length && !this.shown.some((number) => this.#isSeen(number))) this.timeline.look(this.timeline.bulk(this.shown));
    this.overview.show(this.events, this.shown);
  }

  viewed(chosen = true) {
    this.#viewChosen ||= chosen;
    this.list.follow(this.timeline.view);
    this.overview.draw();
    if (chosen) this.state.note();
  }

  point(found, x = 0, y = 0) {
    const number = typeof found === "number" ? found : found?.number ?? -1;
    this.#tip(typeof found === "number" ? null : found, x, y);
    if (number === this.timeline.pointed) return;
    this.timeline.pointed = this.list.pointed = number;
    this.timeline.draw();
    this.list.draw();
  }

  select(number) {
    if (number < 0) return;
    this.timeline.selected = this.list.selected = number;
    this.timeline.reveal(number);
    this.timeline.draw();
    this.list.reveal(number);
    this.list.draw();
    const status = this.events.statusOf(number);
    const parts = [this.events.dateOf(number), kindName(this.events.kindOf(number)), statusName(status), this.events.title[number]];
    this.say(parts.join(", "));
  }

  /** Open an event's card; when it closes the focus goes back to where it came from. */
  async open(number, from) {
    if (number === undefined || number < 0) return;
    this.#returnTo = from;
    this.select(number);
    try {
      await this.card.show(this.events, number, this.source);
      this.card.focus();
    } catch (error) {
      this.say(say("failed", { reason: error.message }));
    }
    this.state.note();
  }

  close() {
    this.card.close();
    (this.#returnTo ?? at("list")).focus({ preventScroll: true });
    this.state.note();
  }

  only(entity) {
    this.filters.chosen.entity = new Set([entity]);
    this.filtered();
  }

  say(message) {
    at("said").textContent = message;
  }

  /** Dark or light: as chosen, else as the reader's system has it; `forced` for paper. */
  theme(forced = null) {
    const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    document.documentElement.dataset.theme = forced ?? this.chosenTheme ?? system;
    this.timeline.palette = readPalette();
    this.timeline.draw();
    this.overview.draw();
  }

  /** Take over the state that the address has. */
  restore(fragment, first = false) {
    this.filters.read(fragment);
    this.timeline.by = LANES.includes(fragment.get("lanes")) ? fragment.get("lanes") : "entity";
    this.#metric = fragment.get("measure");
    this.chosenTheme = ["dark", "light"].includes(fragment.get("theme")) ? fragment.get("theme") : null;
    this.#chosenLanguage = fragment.get("lang");
    speak(this.#chosenLanguage ?? preferredLanguage());
    this.#wanted = fragment.get("event");
    const view = readView(fragment.get("view"));
    this.#viewChosen = view !== null;
    if (view) this.timeline.view = view;
    at("search").value = this.filters.query;
    at("lanes").value = this.timeline.by;
    this.theme();
    this.#translate();
    if (first) {
      this.#wish = this.source.live && this.filters.any ? this.filters.wish() : null;
      return;
    }
    this.#fillMeasures();
    this.filtered();
    this.viewed(false);
    if (this.#wanted) this.#openWanted();
    else if (this.card.open) this.card.close();
  }

  write(fragment) {
    this.filters.write(fragment);
    if (this.timeline.by !== "entity") fragment.set("lanes", this.timeline.by);
    if (this.#metric !== null) fragment.set("measure", this.#metric);
    if (this.#viewChosen) fragment.set("view", writeView(this.timeline.view));
    if (this.card.open) fragment.set("event", this.events.id[this.card.number]);
    if (this.#chosenLanguage) fragment.set("lang", language());
    if (this.chosenTheme) fragment.set("theme", this.chosenTheme);
  }

  #viewChosen = false;
  #metric = null;
  #chosenLanguage = null;
  #wish = null;
  #named = [];
  #texts = null;

  /** All that search looks into; read when it is first needed. */
  #quotes() {
    return (this.#texts ??= this.source.texts(this.events));
  }

  /** Titles and names, in which search looks until the quotes are read. */
  #names() {
    if (!this.filters.terms.length) return null;
    for (let number = this.#named.length; number < this.events.count; number++) this.#named.push(this.events.named(number));
    return this.#named;
  }

  async #reload() {
    this.#wish = this.filters.any ? this.filters.wish() : null;
    this.events = new Events();
    this.#named = [];
    this.timeline.selected = this.timeline.pointed = this.list.selected = -1;
    this.timeline.forget();
    await this.load();
  }

  #isSeen(number) {
    const { from, to } = this.timeline.view;
    return this.events.start[number] <= to && this.events.start[number] + this.events.length[number] >= from;
  }

  #openWanted() {
    const number = this.#wanted === null ? -1 : this.events.find(this.#wanted);
    if (number < 0) return;
    this.#wanted = null;
    this.open(number, at("list"));
  }

  #count() {
    const [n, all] = [this.shown.length, this.events.count];
    const name = n !== all ? "of_events" : n === 1 ? "event" : "events";
    at("count").textContent = say(name, { n: count(n), all: count(all) });
    at("nothing").hidden = n > 0;
    at("nothing").textContent = say(all ? "nothing" : "empty");
    at("clear").hidden = !this.filters.any;
  }

  #fillMeasures() {
    const known = metricsOf(this.events).map(([metric]) => metric);
    const chosen = this.#metric ?? firstMetric(this.events);
    this.timeline.metric = known.includes(chosen) ? chosen : "";
    const options = ["", ...known].map((metric) => {
      const option = text("option", "", metric ? metricName(metric) : say("no_measure"));
      option.value = metric;
      return option;
    });
    at("measure").replaceChildren(...options);
    at("measure").value = this.timeline.metric;
    at("measure").closest("label").hidden = !known.length;
  }

  #tip(found, x, y) {
    const tip = at("tip");
    const { events } = this;
    tip.hidden = !found || this.card.open;
    if (tip.hidden) return;
    const many = found.numbers && (found.numbers.length > 1 ? say("more_here", { n: count(found.numbers.length) }) : null);
    const number = found.number ?? found.numbers[0];
    const line = [events.dateOf(number), kindName(events.kindOf(number)), statusName(events.statusOf(number))];
    tip.replaceChildren(...(many ? [many] : [text("b", "", line.join(" · ")), events.title[number]]));
    const box = tip.getBoundingClientRect();
    tip.style.left = `${Math.max(4, Math.min(x + 14, this.timeline.width - box.width - 8))}px`;
    tip.style.top = `${y + 18 + box.height > this.timeline.height ? y - box.height - 10 : y + 18}px`;
  }

  #translate() {
    translate(document);
    at("language").value = language();
    this.menus.events && this.menus.label();
  }

  /** What was clicked on the timeline: an event, many that have no room, or nothing. */
  choose(found) {
    if (!found) return this.card.open && this.close();
    if (found.number !== undefined) return this.open(found.number, at("stage"));
    if (found.numbers.length === 1) return this.open(found.numbers[0], at("stage"));
    const days = found.numbers.map((number) => this.events.start[number] + this.events.length[number] / 2);
    this.timeline.zoom(4, days.reduce((sum, day) => sum + day, 0) / days.length);
  }

  /** Show a metric as lines; none for an empty name. */
  measureBy(metric) {
    this.#metric = this.timeline.metric = metric;
    this.timeline.arrange();
    this.state.note();
  }

  searchFor(query) {
    this.filters.query = query;
    this.filtered();
  }

  /** Change the language. */
  speak(wished) {
    this.#chosenLanguage = wished;
    speak(wished);
    this.theme();
    this.#translate();
    this.#fillMeasures();
    this.#count();
    this.list.refresh();
    this.timeline.arrange();
    if (this.card.open) this.card.show(this.events, this.card.number, this.source);
    this.state.note();
  }

  /** Put the address of this view into the clipboard. */
  async share() {
    try {
      await navigator.clipboard.writeText(this.state.now());
      this.say(say("copied"));
    } catch (error) {
      this.say(error.message);
    }
  }
}

readWords(JSON.parse(dataElements("words")[0].textContent));
readFolding(JSON.parse(dataElements("folding")[0].textContent));
new Page().start();
