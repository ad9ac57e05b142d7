// The events of an iCalendar file as ical.js reads them, as JSON.
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

const calendar = new ICAL.Component(ICAL.parse(readFileSync(process.argv[2], "utf8")));
const events = calendar.getAllSubcomponents("vevent").map((component) => {
  const event = new ICAL.Event(component);
  return {
    uid: event.uid,
    summary: event.summary,
    description: event.description,
    start: event.startDate.toString(),
    end: event.endDate.toString(),
    allDay: event.startDate.isDate && event.endDate.isDate,
    status: component.getFirstPropertyValue("status"),
    sequence: event.sequence,
    categories: component.getFirstProperty("categories").getValues(),
    edtf: component.getFirstPropertyValue("x-kb-edtf"),
  };
});
console.log(JSON.stringify(events));
