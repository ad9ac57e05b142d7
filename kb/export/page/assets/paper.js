/** For paper: the timeline redrawn in light colours at the paper's width, and every event that fits below. */
import { count, kindName, say, statusName } from "./words.js";
import { element, text } from "./list.js";

const [WIDTH, HEIGHT, MOST_HEIGHT, RATIO] = [1040, 560, 1400, 2];
/** Beyond this nobody reads paper, and browsers run out of memory. */
const MOST = 3000;

/** `page` has events, shown, timeline, theme(name or null). */
export function listenForPrint(page) {
  const paper = document.getElementById("paper");
  addEventListener("beforeprint", () => {
    page.theme("light");
    page.timeline.setSize(WIDTH, HEIGHT, RATIO);
    page.timeline.setSize(WIDTH, Math.min(page.timeline.needed, MOST_HEIGHT), RATIO);
    paper.replaceChildren(...articles(page.events, page.shown));
  });
  addEventListener("afterprint", () => {
    page.theme(null);
    page.timeline.resize();
    paper.replaceChildren();
  });
}

function articles(events, shown) {
  const printed = shown.slice(0, MOST).map((number) => article(events, number));
  const left = shown.length - printed.length;
  return left ? [...printed, text("p", "more", say("printed_more", { n: count(left) }))] : printed;
}

function article(events, number) {
  const box = element("article");
  const when = element("div");
  when.append(text("div", "date", events.dateOf(number)));
  const status = events.statusOf(number);
  const kind = [kindName(events.kindOf(number)), ...(status === "actual" ? [] : [statusName(status)])].join(" · ");
  when.append(text("div", "kind", kind));
  const said = element("div");
  said.append(text("p", "title", events.title[number]));
  const sources = events.source[number].map((at) => events.sources.names[at]).join(" · ");
  if (sources) said.append(text("p", "quote", sources));
  box.append(when, said);
  return box;
}
