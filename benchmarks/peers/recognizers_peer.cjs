// Microsoft's recognizers: the first resolution is the past one, the last the future one; the last is taken.
const { serve } = require("./serve.cjs");
const { recognizeDateTime, Culture } = require(`${process.argv[2]}/@microsoft/recognizers-text-date-time`);

const cultures = { en: Culture.English, zh: Culture.Chinese };

function before(day) {
  const moment = new Date(`${day}T00:00:00Z`);
  return new Date(moment.getTime() - 86400000).toISOString().slice(0, 10);
}

function read(text, reference, language) {
  const mentions = [];
  for (const result of recognizeDateTime(text, cultures[language], 0, reference)) {
    const values = (result.resolution && result.resolution.values) || [];
    const value = values.filter((one) => one.value !== "not resolved").pop();
    if (result.typeName === "datetimeV2.date" && value && value.value) {
      mentions.push([result.start, result.end + 1, value.value, value.value]);
    } else if (result.typeName === "datetimeV2.daterange" && value && (value.start || value.end)) {
      mentions.push([result.start, result.end + 1, value.start || null, value.end ? before(value.end) : null]);
    }
  }
  return mentions;
}

serve(read);
