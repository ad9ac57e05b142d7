/** The words that the page shows, in the language that it speaks. */

const LOCALES = { en: "en", "zh-Hant": "zh-Hant-TW", "zh-Hans": "zh-Hans-CN" };
/** Names of entities come in this order after id and type. */
const NAME_AT = { en: 2, "zh-Hant": 3, "zh-Hans": 4 };

let tables = {};
let spoken = "en";

export function readWords(all) {
  tables = all;
}

/** Speak a language of the page; others become English. */
export function speak(language) {
  spoken = language in tables ? language : "en";
  document.documentElement.lang = spoken;
}

export function language() {
  return spoken;
}

export function locale() {
  return LOCALES[spoken];
}

export function entityName(row) {
  return row[NAME_AT[spoken]] || row[0];
}

/** The page's language that suits the reader best. */
export function preferredLanguage() {
  for (const wish of navigator.languages ?? [navigator.language]) {
    const tag = wish.toLowerCase();
    if (/^zh-(hant|tw|hk|mo)/.test(tag)) return "zh-Hant";
    if (tag.startsWith("zh")) return "zh-Hans";
    if (tag.startsWith("en")) return "en";
  }
  return "en";
}

/** A word of a table with its places filled: `{n}`. */
export function word(table, name, values = {}) {
  const found = tables[spoken]?.[table]?.[name] ?? name;
  return found.replace(/\{(\w+)\}/g, (place, key) => values[key] ?? place);
}

export const say = (name, values) => word("page", name, values);
export const kindName = (name) => word("kind", name);
export const statusName = (name) => word("status", name);

/** `market_cap_change` is the change of `market_cap` where it has no name of its own. */
export function metricName(name) {
  const own = tables[spoken]?.metric?.[name];
  if (own) return own;
  if (name.endsWith("_change")) return word("metric", "change", { metric: metricName(name.slice(0, -7)) });
  return name.replaceAll("_", " ");
}

export function count(n) {
  return new Intl.NumberFormat(locale()).format(n);
}

/** A number with its unit as people write it: US$3.65T, 94%, #1. */
export function amount(value, unit) {
  const number = Number(value);
  const short = { notation: "compact", maximumSignificantDigits: Math.abs(number) < 1000 ? 6 : 4 };
  if (unit === "%") return `${new Intl.NumberFormat(locale(), { maximumFractionDigits: 2 }).format(number)}%`;
  if (unit === "rank") return `#${number}`;
  if (/^[A-Z]{3}$/.test(unit) && unit !== "XXX") {
    return new Intl.NumberFormat(locale(), { ...short, style: "currency", currency: unit }).format(number);
  }
  const plain = new Intl.NumberFormat(locale(), short).format(number);
  return unit === "count" || unit === "XXX" ? plain : `${plain} ${unit}`;
}

/** Put the words into the markup that names them. */
export function translate(root) {
  for (const each of root.querySelectorAll("[data-word]")) each.textContent = say(each.dataset.word);
  for (const each of root.querySelectorAll("[data-word-label]")) {
    each.setAttribute("aria-label", say(each.dataset.wordLabel));
    if (each.tagName === "BUTTON") each.title = say(each.dataset.wordLabel);
  }
  for (const each of root.querySelectorAll("[data-word-hint]")) each.placeholder = say(each.dataset.wordHint);
}
