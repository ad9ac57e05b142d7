/** Days as numbers, counted from 1970-01-01, and spans of them in words. */
import { locale, word } from "./words.js";

const MILLISECONDS = 86_400_000;
const DAY = { year: "numeric", month: "short", day: "numeric" };
const MONTH = { year: "numeric", month: "short" };
/** EDTF's numbers in the place of a month: seasons 21–24, quarters 33–36, halves 40–41. */
const EDTF_UNITS = [[21, 24, "season"], [33, 36, "quarter"], [40, 41, "half"]];
const formats = new Map();

export function dayOf(year, month = 0, day = 1) {
  const date = new Date(Date.UTC(2000, month, day));
  date.setUTCFullYear(year + date.getUTCFullYear() - 2000);
  return Math.round(date.getTime() / MILLISECONDS);
}

export function dateOf(day) {
  return new Date(Math.floor(day) * MILLISECONDS);
}

/** The day number of `YYYY-MM-DD`; null for anything else. */
export function readDay(text) {
  const match = /^(\d{4})-(\d\d)-(\d\d)$/.exec(text ?? "");
  return match ? dayOf(Number(match[1]), Number(match[2]) - 1, Number(match[3])) : null;
}

export function writeDay(day) {
  return dateOf(day).toISOString().slice(0, 10);
}

/** A date in the page's language; `style` as Intl.DateTimeFormat takes it. */
export function format(day, style = DAY) {
  return formatter(style).format(dateOf(day));
}

/** A span in the words of its granularity: Q2 2024, week of Nov 18, 2024, about Sep 1 – 10, 2024. */
export function spanName({ start, length, unit, qualifier, bound, fiscal }) {
  let name = fiscal || unitName(start, start + length, unit);
  if (qualifier === "~" || qualifier === "%") name = word("when", "about", { date: name });
  if (qualifier === "?" || qualifier === "%") name = word("when", "uncertain", { date: name });
  return bound ? word("when", bound, { date: name }) : name;
}

/** The days themselves, from the first to the last. */
export function exactDays(start, length) {
  return length ? formatter(DAY).formatRange(dateOf(start), dateOf(start + length)) : format(start);
}

/** The granularity that a value in EDTF speaks of. */
export function unitOfEdtf(edtf) {
  const plain = edtf.replace(/[~?%]/g, "");
  if (plain.includes("/")) return "range";
  const parts = plain.split("-");
  if (parts.length === 1) return plain.endsWith("XX") ? "century" : plain.endsWith("X") ? "decade" : "year";
  if (parts.length === 3) return "day";
  const number = Number(parts[1]);
  return EDTF_UNITS.find(([from, to]) => number >= from && number <= to)?.[2] ?? "month";
}

function unitName(start, end, unit) {
  const first = dateOf(start);
  const [year, month] = [first.getUTCFullYear(), first.getUTCMonth()];
  switch (unit) {
    case "week":
    case "weekend":
      return word("when", unit, { day: format(start) });
    case "month":
      return isCalendar(start, end, 1) ? format(start, MONTH) : exactDays(start, end - start);
    case "season":
      return word("when", `season${Math.floor((month + 1) / 3)}`, { year });
    case "quarter":
      return isCalendar(start, end, 3) ? word("when", "quarter", { year, n: month / 3 + 1 }) : exactDays(start, end - start);
    case "half":
      return word("when", "half", { year, n: month / 6 + 1, half: month < 6 ? "上" : "下" });
    case "year":
      return isCalendar(start, end, 12) ? word("when", "year", { year }) : exactDays(start, end - start);
    case "decade":
      return word("when", "decade", { year: Math.floor(dateOf(end).getUTCFullYear() / 10) * 10 });
    case "century":
      return word("when", "century", { n: Math.floor(dateOf(end).getUTCFullYear() / 100) + 1 });
  }
  return exactDays(start, end - start);
}

function isCalendar(start, end, months) {
  const first = dateOf(start);
  const [year, month] = [first.getUTCFullYear(), first.getUTCMonth()];
  return month % months === 0 && start === dayOf(year, month) && end === dayOf(year, month + months) - 1;
}

function formatter(style) {
  const key = locale() + JSON.stringify(style);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(locale(), { ...style, timeZone: "UTC" }));
  return formats.get(key);
}
