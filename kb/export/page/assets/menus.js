/** The menus of the filters: what can be chosen, and how many events each choice would show. */
import { FACETS, columnOf } from "./filters.js";
import { readDay, writeDay } from "./days.js";
import { fold } from "./fold.js";
import { element, text } from "./list.js";
import { familyOf } from "./palette.js";
import { count, entityName, kindName, say, statusName } from "./words.js";

/** So many choices can be taken in without searching. */
const FEW = 9;
const MOST = 300;

export class Menus {
  #filters;
  #changed;
  #buttons = new Map();
  #menus = new Map();
  #counts = {};

  constructor(place, filters, changed) {
    this.#filters = filters;
    this.#changed = changed;
    for (const name of [...FACETS, "span"]) this.#add(place, name);
  }

  /** Show what there is to choose, with counts by facet. */
  show(events, counts) {
    this.events = events;
    this.#counts = counts;
    this.label();
    for (const [name, menu] of this.#menus) if (menu.matches(":popover-open")) this.#fill(name, menu);
  }

  /** Write what is chosen on the buttons. */
  label() {
    for (const [name, button] of this.#buttons) {
      const chosen = name === "span" ? this.#spanChosen() : this.#namesChosen(name);
      button.textContent = chosen ? `${say(name)}: ${chosen}` : say(name);
      button.classList.toggle("chosen", Boolean(chosen));
    }
  }

  #add(place, name) {
    const button = element("button", "menu-button", { type: "button", popovertarget: `menu-${name}`, "aria-haspopup": "dialog" });
    const menu = element("div", "menu", { id: `menu-${name}`, popover: "auto", role: "dialog" });
    menu.addEventListener("beforetoggle", (event) => {
      button.setAttribute("aria-expanded", `${event.newState === "open"}`);
      if (event.newState === "open") this.#fill(name, menu, true);
    });
    menu.addEventListener("toggle", (event) => event.newState === "open" && this.#open(button, menu));
    menu.addEventListener("keydown", (event) => this.#key(event, menu));
    place.append(button, menu);
    this.#buttons.set(name, button);
    this.#menus.set(name, menu);
  }

  /** Below its button, inside the window. */
  #open(button, menu) {
    const [below, own] = [button.getBoundingClientRect(), menu.getBoundingClientRect()];
    menu.style.left = `${Math.max(8, Math.min(below.left, innerWidth - own.width - 8))}px`;
    menu.style.top = `${below.bottom + 6}px`;
    menu.querySelector("input")?.focus();
  }

  #fill(name, menu, fresh = false) {
    menu.setAttribute("aria-label", say(name));
    if (name === "span") {
      if (fresh) this.#fillSpan(menu);
      return;
    }
    const search = fresh ? null : menu.querySelector('input[type="search"]');
    const focused = document.activeElement?.dataset?.name;
    const rows = this.#choices(name);
    menu.querySelectorAll(".option").forEach((each) => each.remove());
    if (fresh) menu.replaceChildren(...this.#head(name, menu, rows.length));
    menu.append(...this.#options(name, rows, fold(search?.value ?? "")));
    if (focused !== undefined) [...menu.querySelectorAll("input")].find((each) => each.dataset.name === focused)?.focus();
  }

  #head(name, menu, length) {
    if (length <= FEW) return [];
    const head = element("div", "menu-head");
    const search = element("input", "", { type: "search", placeholder: say("find"), "aria-label": say("find") });
    search.addEventListener("input", () => this.#fill(name, menu));
    const clear = text("button", "plain", say("clear_these"));
    clear.type = "button";
    clear.addEventListener("click", () => {
      this.#filters.chosen[name].clear();
      this.#changed();
    });
    head.append(search, clear);
    return [head];
  }

  /** What can be chosen, most events first; what is chosen stays. */
  #choices(name) {
    const words = columnOf(this.events, name);
    const chosen = this.#filters.chosen[name];
    const rows = words.names.map((row, at) => {
      const id = name === "entity" ? row[0] : row;
      return { id, label: this.#label(name, row), number: this.#counts[name]?.[at] ?? 0, row };
    });
    return rows.filter((row) => row.number || chosen.has(row.id)).sort((a, b) => b.number - a.number || (a.label < b.label ? -1 : 1));
  }

  #options(name, rows, wanted) {
    const found = rows.filter(({ row, label }) => fold([label, ...[row].flat()].join(" ")).includes(wanted));
    return found.slice(0, MOST).map((each) => {
      const option = element("label", "option");
      const box = element("input", "", { type: "checkbox" });
      box.dataset.name = each.id;
      box.checked = this.#filters.chosen[name].has(each.id);
      box.addEventListener("change", () => this.#choose(name, each.id, box.checked));
      const parts = name === "kind" ? [element("span", `dot ${familyOf(each.id)}`, { "aria-hidden": "true" })] : [];
      option.append(box, ...parts, text("span", "name", each.label), text("span", "number", count(each.number)));
      return option;
    });
  }

  #choose(name, id, chosen) {
    if (chosen) this.#filters.chosen[name].add(id);
    else this.#filters.chosen[name].delete(id);
    this.#changed();
  }

  #fillSpan(menu) {
    const form = element("div", "span-menu");
    for (const end of ["from", "to"]) {
      const label = text("label", "", say(end));
      const input = element("input", "", { type: "date", "data-end": end });
      if (this.#filters[end] !== null) input.value = writeDay(this.#filters[end]);
      input.addEventListener("change", () => {
        this.#filters[end] = readDay(input.value);
        this.#changed();
      });
      label.append(input);
      form.append(label);
    }
    menu.replaceChildren(form);
  }

  #label(name, row) {
    return { entity: entityName, kind: kindName, status: statusName, source: String }[name](row);
  }

  #namesChosen(name) {
    const chosen = [...this.#filters.chosen[name]];
    if (chosen.length !== 1) return chosen.length ? count(chosen.length) : "";
    const words = columnOf(this.events, name);
    const at = words.find(chosen[0]);
    return this.#label(name, at < 0 ? (name === "entity" ? [chosen[0]] : chosen[0]) : words.names[at]);
  }

  #spanChosen() {
    const { from, to } = this.#filters;
    if (from === null && to === null) return "";
    return [from, to].map((day) => (day === null ? "…" : writeDay(day))).join(" – ");
  }

  #key(event, menu) {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const inputs = [...menu.querySelectorAll("input")];
    if (document.activeElement?.type === "date") return;
    const at = inputs.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
    inputs[Math.min(Math.max(at, 0), inputs.length - 1)]?.focus();
    event.preventDefault();
  }
}
