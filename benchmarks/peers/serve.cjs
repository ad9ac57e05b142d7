// The loop that every peer on Node.js runs; see serve.py.
const { readFileSync } = require("fs");

function serve(read) {
  const questions = readFileSync(0, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));
  const answer = ({ text, reference, lang }) => {
    try {
      return read(text, new Date(reference), lang);
    } catch {
      return []; // a text that makes the peer fail counts as nothing found
    }
  };
  questions.slice(0, 3).forEach(answer);
  const begun = process.hrtime.bigint();
  const answers = questions.map(answer);
  const seconds = Number(process.hrtime.bigint() - begun) / 1e9;
  answers.forEach((mentions, at) => {
    const points = codePoints(questions[at].text);
    const rows = mentions.map(([start, end, ...days]) => [points(start), points(end), ...days]);
    console.log(JSON.stringify({ mentions: rows }));
  });
  console.log(JSON.stringify({ seconds }));
}

// Offsets of JavaScript count UTF-16 units.
function codePoints(text) {
  return (offset) => [...text.slice(0, offset)].length;
}

function iso(date) {
  const pad = (number, width) => String(number).padStart(width, "0");
  return `${pad(date.getFullYear(), 4)}-${pad(date.getMonth() + 1, 2)}-${pad(date.getDate(), 2)}`;
}

function spanOf(date, grain) {
  const year = date.getFullYear();
  if (grain === "year") return [`${iso(new Date(year, 0, 1))}`, `${iso(new Date(year, 11, 31))}`];
  if (grain === "month") return [iso(new Date(year, date.getMonth(), 1)), iso(new Date(year, date.getMonth() + 1, 0))];
  return [iso(date), iso(date)];
}

module.exports = { serve, spanOf };
