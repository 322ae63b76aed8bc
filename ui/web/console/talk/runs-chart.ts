// How long each slide took: a bar for it, a line for the plan, a dot for each run before.
// It is a picture of the table that stands under it.

const SVG = "http://www.w3.org/2000/svg";
const HEIGHT = 120;
const SLOT = 16;
const GAP = 3;
/** The least that a picture is wide for, so that three slides are no walls. */
const LEAST = 24;

export interface Charted {
  /** Seconds of each slide, by the plan; 0 for none. */
  planned: readonly number[];
  /** And in the run that is looked at, and in those before it. */
  taken: readonly number[];
  before: readonly (readonly number[])[];
}

export function chart({ planned, taken, before }: Charted): SVGElement {
  const slots = Math.max(LEAST, planned.length);
  const most = Math.max(1, ...planned, ...taken, ...before.map((run) => Math.max(0, ...run)));
  const y = (seconds: number): number => HEIGHT - (Math.min(seconds, most) / most) * (HEIGHT - 8);
  const root = make("svg", { viewBox: `0 0 ${slots * SLOT} ${HEIGHT + 18}`, class: "runs-chart", "aria-hidden": "true" });
  root.append(make("line", { class: "chart-floor", x1: 0, x2: slots * SLOT, y1: HEIGHT, y2: HEIGHT }));
  planned.forEach((plan, i) => {
    const x = i * SLOT + GAP / 2;
    const width = SLOT - GAP;
    const seconds = taken[i] || 0;
    if (seconds > 0) {
      const top = y(seconds);
      root.append(make("rect", { class: plan > 0 && seconds > plan * 1.1 ? "chart-taken is-more" : "chart-taken", x, y: top, width, height: HEIGHT - top }));
    }
    for (const run of before) {
      if (run[i]) root.append(make("circle", { class: "chart-before", cx: x + width / 2, cy: y(run[i]!), r: 2 }));
    }
    if (plan > 0) root.append(make("line", { class: "chart-planned", x1: x - 1, x2: x + width + 1, y1: y(plan), y2: y(plan) }));
    if (i === 0 || (i + 1) % 5 === 0) {
      const label = make("text", { class: "chart-label", x: x + width / 2, y: HEIGHT + 14 });
      label.textContent = String(i + 1);
      root.append(label);
    }
  });
  return root;
}

function make(name: string, attributes: Record<string, string | number>): SVGElement {
  const element = document.createElementNS(SVG, name) as SVGElement;
  for (const key of Object.keys(attributes)) element.setAttribute(key, String(attributes[key]));
  return element;
}
