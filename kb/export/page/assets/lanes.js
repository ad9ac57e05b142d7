/** What stands beside and under the rows of a lane: its name, how many events have no room, how far it is scrolled. */
import { laneName, lowerBound, restEdges } from "./layout.js";
import { shorten } from "./marks.js";
import { alpha } from "./palette.js";
import { count } from "./words.js";

/** What has no row, under the rows: how many events stand where. */
export function paintRest(context, timeline, lane) {
  const [offset, size] = [timeline.x(0), timeline.size];
  const stretch = timeline.scale / timeline.placedScale;
  const y = timeline.top + lane.y - timeline.scrolled + lane.height - 20 * size;
  const from = lowerBound(lane.rest, timeline.left, (part) => restEdges(part)[1] * stretch + offset);
  context.font = `560 ${10 * size}px ${timeline.palette.sans}`;
  context.textAlign = "center";
  for (let at = from; at < lane.rest.length; at++) {
    const [left, right] = restEdges(lane.rest[at]).map((edge) => edge * stretch + offset);
    if (left > timeline.width) break;
    paintPart(context, timeline, lane.rest[at].numbers.length, left + 1, right - left - 2, y);
  }
  context.textAlign = "left";
}

/** How many events have no room here, the darker the more. */
function paintPart(context, timeline, number, left, width, y) {
  const { palette, size } = timeline;
  context.fillStyle = alpha(palette.muted, Math.min(0.08 + 0.035 * Math.log2(number), 0.34));
  context.beginPath();
  context.roundRect(left, y, Math.max(width, 2), 15 * size, 4 * size);
  context.fill();
  context.fillStyle = palette.muted;
  context.fillText(`+${number}`, left + width / 2, y + 8 * size);
}

/** The lane's name beside it, in sight while any of the lane is. */
export function paintName(context, timeline, lane) {
  const { palette, size } = timeline;
  const top = Math.max(timeline.top + lane.y - timeline.scrolled, timeline.top);
  const bottom = timeline.top + lane.y - timeline.scrolled + lane.height;
  const y = Math.min(top + 19 * size, bottom - 12 * size);
  context.fillStyle = timeline.lanes.indexOf(lane) % 2 ? palette.band : palette.surface;
  context.fillRect(0, top, timeline.left - 1, Math.min(bottom, timeline.height) - top);
  if (y < timeline.top + 4 * size) return;
  context.textBaseline = "middle";
  const number = count(lane.numbers.length);
  context.fillStyle = palette.muted;
  context.font = `${11.5 * size}px ${palette.sans}`;
  const room = context.measureText(number).width;
  context.fillText(number, timeline.left - room - 10 * size, y);
  context.fillStyle = palette.text;
  const name = laneName(timeline.events, lane, timeline.by);
  context.fillText(shorten(context, `600 ${12.5 * size}px ${palette.sans}`, name, timeline.left - room - 32 * size), 14 * size, y);
}

/** Where there is no room beside the lanes their names stand in them. */
export function paintShortName(context, timeline, lane) {
  const { palette, size } = timeline;
  const y = timeline.top + lane.y - timeline.scrolled + 2;
  context.font = `620 ${10.5 * size}px ${palette.sans}`;
  const name = laneName(timeline.events, lane, timeline.by);
  context.fillStyle = alpha(palette.surface, 0.86);
  context.fillRect(0, y, context.measureText(name).width + 14 * size, 14 * size);
  context.fillStyle = palette.muted;
  context.fillText(name, 7 * size, y + 7.5 * size);
}

/** How far the lanes are scrolled. */
export function paintScrollbar(context, timeline) {
  const room = timeline.height - timeline.top;
  if (timeline.content <= room) return;
  const length = Math.max(28, (room * room) / timeline.content);
  const top = timeline.top + (timeline.scrolled / (timeline.content - room)) * (room - length);
  context.fillStyle = alpha(timeline.palette.muted, 0.4);
  context.beginPath();
  context.roundRect(timeline.width - 6, top + 2, 4, length - 4, 2);
  context.fill();
}
