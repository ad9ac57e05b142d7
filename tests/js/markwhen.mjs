// The events of a Markwhen file as its own parser reads them, as JSON.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const { parse, toDateRange } = createRequire(import.meta.url)("@markwhen/parser");
const parsed = parse(readFileSync(process.argv[2], "utf8"));

function* eventsOf(node) {
  for (const child of node.children ?? []) {
    if (child.children) yield* eventsOf(child);
    else yield child;
  }
}

const events = [...eventsOf(parsed.events)].map((event) => {
  const range = toDateRange(event.dateRangeIso);
  return {
    title: event.firstLine.restTrimmed,
    written: event.firstLine.datePart,
    from: range.fromDateTime.toUTC().toISODate(),
    // The end is exclusive.
    to: range.toDateTime.toUTC().minus({ seconds: 1 }).toISODate(),
    tags: event.tags,
    body: event.supplemental.map((item) => item.raw),
  };
});
console.log(JSON.stringify({ header: parsed.header, errors: parsed.parseMessages ?? [], events }));
