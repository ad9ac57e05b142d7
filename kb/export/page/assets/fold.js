/** One spelling for search: lower case, full-width as ASCII, Traditional as Simplified; lengths stay. */

const table = new Uint16Array(65_536);
const SLICE = 8_192;

/** `pairs` are two texts of one length: characters, and what they are taken for. */
export function readFolding([from, to]) {
  for (let code = 0; code < table.length; code++) table[code] = code;
  for (let code = 0; code < 0x590; code++) {
    const lower = String.fromCharCode(code).toLowerCase();
    if (lower.length === 1) table[code] = lower.charCodeAt(0);
  }
  for (let code = 0xff01; code < 0xff5f; code++) table[code] = table[code - 0xfee0];
  for (let at = 0; at < from.length; at++) table[from.charCodeAt(at)] = to.charCodeAt(at);
  [..."\u2018\u2019"].forEach((quote) => (table[quote.charCodeAt(0)] = 39));
  table[0x3000] = table[0xa0] = 32;
}

export function fold(text) {
  let folded = "";
  for (let from = 0; from < text.length; from += SLICE) {
    const codes = new Uint16Array(Math.min(SLICE, text.length - from));
    for (let at = 0; at < codes.length; at++) codes[at] = table[text.charCodeAt(from + at)];
    folded += String.fromCharCode.apply(null, codes);
  }
  return folded;
}

/** What is searched for: words, and phrases in quotes. */
export function readQuery(query) {
  const parts = fold(query).match(/"[^"]+"|[^\s"]+/g) ?? [];
  return parts.map((part) => part.replaceAll('"', "").trim()).filter(Boolean);
}

/** Write a text into an element, with the words that were searched for marked. */
export function writeFound(element, text, terms) {
  element.textContent = "";
  let from = 0;
  for (const [start, end] of terms.length ? places(fold(text), terms) : []) {
    element.append(text.slice(from, start));
    const mark = document.createElement("mark");
    mark.className = "found";
    mark.textContent = text.slice(start, end);
    element.append(mark);
    from = end;
  }
  element.append(text.slice(from));
}

function places(folded, terms) {
  const found = [];
  for (const term of terms) {
    for (let at = folded.indexOf(term); at >= 0; at = folded.indexOf(term, at + term.length)) {
      found.push([at, at + term.length]);
    }
  }
  found.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
  return found.filter(([start], at) => at === 0 || start >= Math.max(...found.slice(0, at).map((each) => each[1])));
}
