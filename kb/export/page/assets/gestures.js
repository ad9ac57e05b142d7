/** What the pointer, the wheel and the keys do to the timeline. */

const CLICK = 5;
const ZOOM_KEY = 1.5;
const WHEEL = 0.0016;

/** Let the reader move, zoom and choose. `act` has point(number, event), choose(found), step(±1), open(), all(). */
export function listen(stage, timeline, act) {
  const pointers = new Map();
  let moved = 0;
  let pinch = 0;

  stage.addEventListener("wheel", (event) => wheel(event, stage, timeline), { passive: false });
  stage.addEventListener("keydown", (event) => key(event, timeline, act));
  stage.addEventListener("dblclick", (event) => timeline.zoom(2, timeline.day(place(event, stage)[0])));
  stage.addEventListener("pointerleave", () => act.point(null));
  stage.addEventListener("pointerdown", (event) => {
    stage.focus({ preventScroll: true, focusVisible: false });
    stage.setPointerCapture(event.pointerId);
    pointers.set(event.pointerId, place(event, stage));
    moved = 0;
    pinch = spread(pointers);
  });
  stage.addEventListener("pointermove", (event) => {
    const [x, y] = place(event, stage);
    const before = pointers.get(event.pointerId);
    if (!before) return hover(stage, timeline, act, x, y);
    pointers.set(event.pointerId, [x, y]);
    moved += Math.abs(x - before[0]) + Math.abs(y - before[1]);
    if (pointers.size === 2) {
      const now = spread(pointers);
      if (pinch) timeline.zoom(now / pinch, timeline.day(middle(pointers)));
      pinch = now;
    } else if (moved > CLICK) {
      stage.classList.add("dragging");
      timeline.pan((before[0] - x) / timeline.scale);
      timeline.scroll(before[1] - y);
    }
  });
  for (const end of ["pointerup", "pointercancel"]) {
    stage.addEventListener(end, (event) => {
      const single = pointers.size === 1;
      pointers.delete(event.pointerId);
      stage.classList.remove("dragging");
      pinch = 0;
      if (end === "pointerup" && single && moved <= CLICK) act.choose(timeline.at(...place(event, stage)));
    });
  }
}

function hover(stage, timeline, act, x, y) {
  const found = timeline.at(x, y);
  stage.classList.toggle("pointing", found !== null);
  act.point(found, x, y);
}

function wheel(event, stage, timeline) {
  event.preventDefault();
  const [x] = place(event, stage);
  const unit = event.deltaMode === 1 ? 18 : 1;
  const [across, down] = [event.deltaX * unit, event.deltaY * unit];
  if (x < timeline.left || event.altKey) timeline.scroll(down);
  else if (event.shiftKey && !across) timeline.pan(down / timeline.scale);
  else if (Math.abs(across) > Math.abs(down)) timeline.pan(across / timeline.scale);
  else timeline.zoom(Math.exp(-down * (event.ctrlKey ? 5 : 1) * WHEEL), timeline.day(x));
}

function key(event, timeline, act) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const page = (timeline.view.to - timeline.view.from) / 4;
  const keys = {
    ArrowLeft: () => (event.shiftKey ? timeline.pan(-page) : act.step(-1)),
    ArrowRight: () => (event.shiftKey ? timeline.pan(page) : act.step(1)),
    ArrowUp: () => timeline.scroll(-60),
    ArrowDown: () => timeline.scroll(60),
    PageUp: () => timeline.pan(-4 * page),
    PageDown: () => timeline.pan(4 * page),
    Home: () => act.step(-Infinity),
    End: () => act.step(Infinity),
    Enter: act.open,
    " ": act.open,
    "+": () => timeline.zoom(ZOOM_KEY),
    "=": () => timeline.zoom(ZOOM_KEY),
    "-": () => timeline.zoom(1 / ZOOM_KEY),
    0: act.all,
  };
  if (!keys[event.key]) return;
  event.preventDefault();
  keys[event.key]();
}

function place(event, stage) {
  const box = stage.getBoundingClientRect();
  return [event.clientX - box.left, event.clientY - box.top];
}

function spread(pointers) {
  if (pointers.size !== 2) return 0;
  const [[ax, ay], [bx, by]] = pointers.values();
  return Math.max(Math.hypot(ax - bx, ay - by), 1);
}

function middle(pointers) {
  const places = [...pointers.values()];
  return places.reduce((sum, [x]) => sum + x, 0) / places.length;
}
