/** The page's controls: what each of them does. */
import { listen } from "./gestures.js";
import { listenForPrint } from "./paper.js";

const at = (id) => document.getElementById(id);
const SEARCH_PAUSE = 90;

export function connect(page) {
  connectTimeline(page);
  connectChoices(page);
  connectSearch(page);
  connectKeys(page);
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => page.theme());
  listenForPrint(page);
}

function connectTimeline(page) {
  const { timeline, list } = page;
  listen(at("stage"), timeline, {
    point: (found, x, y) => page.point(found, x, y),
    choose: (found) => page.choose(found),
    step: (by) => page.select(list.step(list.selected, by)),
    open: () => page.open(list.selected, at("stage")),
    all: () => timeline.look(timeline.extent),
  });
  at("zoom-in").addEventListener("click", () => timeline.zoom(1.6));
  at("zoom-out").addEventListener("click", () => timeline.zoom(1 / 1.6));
  at("fit").addEventListener("click", () => timeline.look(timeline.extent));
}

function connectSearch(page) {
  let typing = 0;
  at("search").addEventListener("input", () => {
    clearTimeout(typing);
    typing = setTimeout(() => page.searchFor(at("search").value), SEARCH_PAUSE);
  });
  at("clear").addEventListener("click", () => {
    page.filters.clear();
    at("search").value = "";
    page.filtered();
    at("search").focus();
  });
}

function connectChoices(page) {
  at("lanes").addEventListener("change", () => {
    page.timeline.by = at("lanes").value;
    page.timeline.arrange();
    page.state.note();
  });
  at("measure").addEventListener("change", () => page.measureBy(at("measure").value));
  at("language").addEventListener("change", () => page.speak(at("language").value));
  at("theme").addEventListener("click", () => {
    page.chosenTheme = document.documentElement.dataset.theme === "dark" ? "light" : "dark";
    page.theme();
    page.state.note();
  });
  at("share").addEventListener("click", () => page.share());
}

function connectKeys(page) {
  document.querySelector(".skip").addEventListener("click", (event) => {
    event.preventDefault();
    at("list").focus();
  });
  addEventListener("keydown", (event) => {
    if (event.key === "/" && !/INPUT|SELECT|TEXTAREA/.test(document.activeElement.tagName)) {
      event.preventDefault();
      at("search").focus();
    }
    if (event.key === "Escape" && page.card.open && !document.querySelector(":popover-open")) page.close();
  });
}
