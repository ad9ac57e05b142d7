/** The colours of the style sheet, for what is drawn. */

/** Kinds of one family share a colour: seventeen could not be told apart. */
export const FAMILIES = {
  market_cap: "market", share_price: "market", market_share: "market",
  earnings: "results", guidance: "results",
  launch: "launch", shipment: "shipment", delay: "delay",
  acquisition: "deal", investment: "deal", partnership: "deal",
  facility: "facility", supply: "facility",
  regulation: "law", personnel: "people", founding: "people",
};
const NAMES = [
  "ground", "surface", "band", "text", "muted", "line", "control", "accent", "accent-soft", "warn",
  "market", "results", "launch", "shipment", "delay", "deal", "facility", "law", "people", "other",
];
/** The lines of measures, in the order in which they are told apart best. */
export const SERIES = ["market", "delay", "shipment", "deal", "results", "facility", "launch", "law"];

export const familyOf = (kind) => FAMILIES[kind] ?? "other";

export function readPalette() {
  const style = getComputedStyle(document.documentElement);
  const palette = Object.fromEntries(NAMES.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
  const size = parseFloat(style.fontSize) / 15;
  return { ...palette, size, sans: style.getPropertyValue("--sans") };
}

/** A colour of the style sheet (#rrggbb) that lets so much through. */
export function alpha(colour, part) {
  return colour + Math.round(part * 255).toString(16).padStart(2, "0");
}
