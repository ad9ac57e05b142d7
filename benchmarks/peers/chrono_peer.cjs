// chrono-node: what is certain of a result says how many days it covers.
const { serve, spanOf } = require("./serve.cjs");
const chrono = require(`${process.argv[2]}/chrono-node`);

const parsers = { en: chrono.en, zh: chrono.zh };

function grain(components) {
  for (const unit of ["day", "weekday", "month", "year"]) {
    if (components.isCertain(unit)) return unit === "weekday" ? "day" : unit;
  }
  return components.isCertain("hour") ? null : "day";
}

function read(text, reference, language) {
  const mentions = [];
  for (const result of parsers[language].parse(text, reference)) {
    const first = grain(result.start);
    if (!first) continue;
    const last = result.end || result.start;
    const [startsOn] = spanOf(result.start.date(), first);
    const [, endsOn] = spanOf(last.date(), grain(last) || first);
    mentions.push([result.index, result.index + result.text.length, startsOn, endsOn]);
  }
  return mentions;
}

serve(read);
