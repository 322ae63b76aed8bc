// Lectern's own line icons on a grid of 24 pixels, made through the DOM (the
// pages' policy allows no inline markup with styles, and needs none).

/** Each is a list of paths, drawn with round lines; a path that starts with "!" is filled. */
const PATHS = {
  live: ["M5.6 18.4a9 9 0 0 1 0-12.8", "M18.4 5.6a9 9 0 0 1 0 12.8", "M8.5 15.5a5 5 0 0 1 0-7", "M15.5 8.5a5 5 0 0 1 0 7", "!M12 10.5a1.5 1.5 0 1 0 0 3a1.5 1.5 0 0 0 0-3z"],
  play: ["M7 4.8v14.4a.6.6 0 0 0 .9.5l11.6-7.2a.6.6 0 0 0 0-1L7.9 4.3a.6.6 0 0 0-.9.5z"],
  pause: ["M8 5v14", "M16 5v14"],
  stop: ["M7.5 6h9a1.5 1.5 0 0 1 1.5 1.5v9a1.5 1.5 0 0 1-1.5 1.5h-9a1.5 1.5 0 0 1-1.5-1.5v-9a1.5 1.5 0 0 1 1.5-1.5z"],
  black: ["M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 0 0 0-17z", "!M12 3.5a8.5 8.5 0 1 1 0 17z"],
  white: ["M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 0 0 0-17z", "M12 6.5a5.5 5.5 0 1 0 0 11a5.5 5.5 0 0 0 0-11z"],
  freeze: ["M12 2.5v19", "M3.8 7.25l16.4 9.5", "M20.2 7.25l-16.4 9.5", "M9.5 4l2.5 2.3l2.5-2.3", "M9.5 20l2.5-2.3l2.5 2.3", "M3.9 10.5l3.2-1.1l-.6-3.3", "M20.1 13.5l-3.2 1.1l.6 3.3", "M20.1 10.5l-3.2-1.1l.6-3.3", "M3.9 13.5l3.2 1.1l-.6 3.3"],
  grid: ["M4 4h6.5v6.5h-6.5z", "M13.5 4h6.5v6.5h-6.5z", "M4 13.5h6.5v6.5h-6.5z", "M13.5 13.5h6.5v6.5h-6.5z"],
  qr: ["M4 4h6v6h-6z", "M14 4h6v6h-6z", "M4 14h6v6h-6z", "M14 14h2.5v2.5", "M20 14v2.5", "M14 20h2.5", "M20 20v-.5h-.5", "M7 7v.01", "M17 7v.01", "M7 17v.01"],
  share: ["M12 15v-11", "M8 7.5l4-4l4 4", "M7 11h-1.5a1.5 1.5 0 0 0-1.5 1.5v6.5a1.5 1.5 0 0 0 1.5 1.5h13a1.5 1.5 0 0 0 1.5-1.5v-6.5a1.5 1.5 0 0 0-1.5-1.5h-1.5"],
  link: ["M10 14a4 4 0 0 0 5.7.1l3-3a4 4 0 0 0-5.7-5.7l-1.2 1.2", "M14 10a4 4 0 0 0-5.7-.1l-3 3a4 4 0 0 0 5.7 5.7l1.2-1.2"],
  copy: ["M10 9h8.5a1.5 1.5 0 0 1 1.5 1.5v8.5a1.5 1.5 0 0 1-1.5 1.5h-8.5a1.5 1.5 0 0 1-1.5-1.5v-8.5a1.5 1.5 0 0 1 1.5-1.5z", "M5.5 15.5a1.5 1.5 0 0 1-1.5-1.5v-8.5a1.5 1.5 0 0 1 1.5-1.5h8.5a1.5 1.5 0 0 1 1.5 1.5"],
  people: ["M9 4.5a3.5 3.5 0 1 0 0 7a3.5 3.5 0 0 0 0-7z", "M2.5 20c0-3.6 2.9-5.5 6.5-5.5s6.5 1.9 6.5 5.5", "M16 4.9a3.5 3.5 0 0 1 0 6.2", "M18 15c2.2.8 3.5 2.5 3.5 5"],
  clock: ["M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 0 0 0-17z", "M12 7.5v4.5l3 2"],
  timer: ["M12 6a7.5 7.5 0 1 0 0 15a7.5 7.5 0 0 0 0-15z", "M12 10v3.5", "M9.5 2.5h5", "M12 2.5v3.5", "M18.5 6.5l1.2-1.2"],
  auto: ["M12 3.5a8.5 8.5 0 1 0 8.5 8.5", "M10.2 8.6v6.8a.4.4 0 0 0 .6.3l5.2-3.4a.4.4 0 0 0 0-.6l-5.2-3.4a.4.4 0 0 0-.6.3z", "M20.5 3.5v4.5h-4.5"],
  below: ["M6 4v9a2 2 0 0 0 2 2h10", "M14.5 11l4 4l-4 4"],
  stack: ["M4.5 4h15v5h-15z", "M4.5 13h15", "M4.5 17h15", "M4.5 20.5h15"],
  reset: ["M4 12a8 8 0 1 0 2.6-5.9l-2.6 2.4", "M4 3.5v5h5"],
  trash: ["M4 6.5h16", "M9 6.5v-1.5a1.5 1.5 0 0 1 1.5-1.5h3a1.5 1.5 0 0 1 1.5 1.5v1.5", "M6 6.5l.9 12.6a1.5 1.5 0 0 0 1.5 1.4h7.2a1.5 1.5 0 0 0 1.5-1.4l.9-12.6", "M10 10.5v6", "M14 10.5v6"],
  pencil: ["M4 20l1-4.5l10.7-10.7a1.8 1.8 0 0 1 2.5 0l1 1a1.8 1.8 0 0 1 0 2.5l-10.7 10.7z", "M13.5 7l3.5 3.5"],
  upload: ["M12 16v-11", "M7.5 9.5l4.5-4.5l4.5 4.5", "M4 16.5v2a1.5 1.5 0 0 0 1.5 1.5h13a1.5 1.5 0 0 0 1.5-1.5v-2"],
  download: ["M12 4v11", "M7.5 10.5l4.5 4.5l4.5-4.5", "M4 16.5v2a1.5 1.5 0 0 0 1.5 1.5h13a1.5 1.5 0 0 0 1.5-1.5v-2"],
  undo: ["M8.5 5l-4.5 4.5l4.5 4.5", "M4 9.5h10a5.5 5.5 0 0 1 0 11h-3.5"],
  more: ["!M5.5 10.5a1.5 1.5 0 1 0 0 3a1.5 1.5 0 0 0 0-3z", "!M12 10.5a1.5 1.5 0 1 0 0 3a1.5 1.5 0 0 0 0-3z", "!M18.5 10.5a1.5 1.5 0 1 0 0 3a1.5 1.5 0 0 0 0-3z"],
  close: ["M6 6l12 12", "M18 6l-12 12"],
  warning: ["M12 4l9 15.5h-18z", "M12 10v4.5", "M12 17v.01"],
  info: ["M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 0 0 0-17z", "M12 11v5", "M12 8v.01"],
  search: ["M10.5 4a6.5 6.5 0 1 0 0 13a6.5 6.5 0 0 0 0-13z", "M15.5 15.5l4.5 4.5"],
  left: ["M14.5 5l-7 7l7 7"],
  right: ["M9.5 5l7 7l-7 7"],
  up: ["M5 14.5l7-7l7 7"],
  down: ["M5 9.5l7 7l7-7"],
  back: ["M20 12h-16", "M10 6l-6 6l6 6"],
  toLive: ["M5 5.5l7 6.5l-7 6.5", "M12 5.5l7 6.5l-7 6.5", "M20.5 5.5v13"],
  text: ["M4 6h16", "M4 10.5h16", "M4 15h16", "M4 19.5h9"],
  letters: ["M3 18.5l4.7-12.5h.6l4.7 12.5", "M4.7 14h6.6", "M15 18.5l2.8-7.5h.4l2.8 7.5", "M16 16h4"],
  zoomIn: ["M10.5 4a6.5 6.5 0 1 0 0 13a6.5 6.5 0 0 0 0-13z", "M15.5 15.5l4.5 4.5", "M10.5 8v5", "M8 10.5h5"],
  zoomOut: ["M10.5 4a6.5 6.5 0 1 0 0 13a6.5 6.5 0 0 0 0-13z", "M15.5 15.5l4.5 4.5", "M8 10.5h5"],
  help: ["M12 3.5a8.5 8.5 0 1 0 0 17a8.5 8.5 0 0 0 0-17z", "M9.6 9.5a2.4 2.4 0 1 1 3.4 2.2c-.7.4-1 .8-1 1.6", "M12 16.3v.01"],
  keyboard: ["M4.5 6h15a1.5 1.5 0 0 1 1.5 1.5v9a1.5 1.5 0 0 1-1.5 1.5h-15a1.5 1.5 0 0 1-1.5-1.5v-9a1.5 1.5 0 0 1 1.5-1.5z", "M7 10v.01", "M10.3 10v.01", "M13.7 10v.01", "M17 10v.01", "M8 14h8"],
  sun: ["M12 8a4 4 0 1 0 0 8a4 4 0 0 0 0-8z", "M12 2.5v2", "M12 19.5v2", "M2.5 12h2", "M19.5 12h2", "M5.3 5.3l1.4 1.4", "M17.3 17.3l1.4 1.4", "M18.7 5.3l-1.4 1.4", "M6.7 17.3l-1.4 1.4"],
  fullscreen: ["M4 9v-5h5", "M20 9v-5h-5", "M4 15v5h5", "M20 15v5h-5"],
  exitFullscreen: ["M9 4v5h-5", "M15 4v5h5", "M9 20v-5h-5", "M15 20v-5h5"],
  screen: ["M4.5 5h15a1.5 1.5 0 0 1 1.5 1.5v9a1.5 1.5 0 0 1-1.5 1.5h-15a1.5 1.5 0 0 1-1.5-1.5v-9a1.5 1.5 0 0 1 1.5-1.5z", "M12 17v3.5", "M8 20.5h8"],
  notes: ["M6 3.5h8.5l4 4v11.5a1.5 1.5 0 0 1-1.5 1.5h-11a1.5 1.5 0 0 1-1.5-1.5v-14a1.5 1.5 0 0 1 1.5-1.5z", "M14 3.5v4.5h4.5", "M8 12.5h7", "M8 16h5"],
  picture: ["M4.5 5h15a1.5 1.5 0 0 1 1.5 1.5v11a1.5 1.5 0 0 1-1.5 1.5h-15a1.5 1.5 0 0 1-1.5-1.5v-11a1.5 1.5 0 0 1 1.5-1.5z", "M3.5 16.5l4.8-4.8a1.2 1.2 0 0 1 1.7 0l6.8 6.8", "M14 15.8l2.2-2.2a1.2 1.2 0 0 1 1.7 0l2.8 2.8", "M15.5 8.7a.8.8 0 1 0 0 1.6a.8.8 0 0 0 0-1.6z"],
  bookmark: ["!M7 3.5h10a1 1 0 0 1 1 1v16l-6-4.2l-6 4.2v-16a1 1 0 0 1 1-1z"],
  hidden: ["M3 12s3.5-6 9-6s9 6 9 6s-3.5 6-9 6s-9-6-9-6z", "M4 20l16-16"],
  layout: ["M4.5 5h15a1.5 1.5 0 0 1 1.5 1.5v11a1.5 1.5 0 0 1-1.5 1.5h-15a1.5 1.5 0 0 1-1.5-1.5v-11a1.5 1.5 0 0 1 1.5-1.5z", "M13 5v14", "M16 9.5h2.5", "M16 12.5h2.5"],
  library: ["M4 5h5v15h-5z", "M9 5h4v15h-4z", "M13.5 6l4-1l3.5 14l-4 1z"],
  lost: ["M2.5 9a14 14 0 0 1 4.5-2.8", "M21.5 9a14 14 0 0 0-10-3.8", "M6 12.8a9 9 0 0 1 3.5-2", "M18 12.8a9 9 0 0 0-2.5-1.7", "M9.5 16.3a4 4 0 0 1 4.5-.4", "M12 19.5v.01", "M4 3.5l16 17"],
} as const;

export type IconName = keyof typeof PATHS;

const SVG = "http://www.w3.org/2000/svg";

/** An icon that says nothing to screen readers: its button has a label. */
export function icon(name: IconName, size = 24): SVGSVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "icon");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("width", String(size));
  svg.setAttribute("height", String(size));
  svg.setAttribute("fill", "none");
  svg.setAttribute("stroke", "currentColor");
  svg.setAttribute("stroke-width", "1.75");
  svg.setAttribute("stroke-linecap", "round");
  svg.setAttribute("stroke-linejoin", "round");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("focusable", "false");
  for (const line of PATHS[name]) {
    const path = document.createElementNS(SVG, "path");
    const filled = line.charAt(0) === "!";
    path.setAttribute("d", filled ? line.slice(1) : line);
    if (filled) {
      path.setAttribute("fill", "currentColor");
      path.setAttribute("stroke", "none");
    }
    svg.appendChild(path);
  }
  return svg;
}
