// What the file holds: package exporter writes it.

import type { Link, SlideContent, Stroke } from "../wire";

export interface Talk {
  title: string;
  lang: string;
  /** Width by height of a page on paper. */
  aspect: number;
  /** A page on paper for each step, not for each slide. */
  steps: boolean;
  /** There are notes, below each page on paper and to be shown here. */
  notes: boolean;
  /** It is opened to be printed. */
  print: boolean;
  slides: Slide[];
  /** Addresses of the pictures' bytes, by their names. */
  pictures: Record<string, string>;
  /** Films and sounds, in base64, by their names; those that are too large are missing. */
  media: Record<string, { type: string; data: string }>;
}

export interface Slide {
  number: number;
  title: string;
  class: string;
  /** Where it is none of the talk's. */
  lang?: string;
  notes?: string;
  /** What is drawn on it. */
  ink?: Stroke[];
  /** One for each step, from 0. */
  views: View[];
}

export interface View {
  step: number;
  html?: string;
  css?: string;
  picture?: { name: string; width: number; height: number };
  text: string;
  links?: Link[];
}

export function readTalk(): Talk {
  return JSON.parse(document.getElementById("talk")?.textContent || "{}") as Talk;
}

/** A view as the parts of the other pages know it. */
export function contentOf(talk: Talk, slide: Slide, view: View): SlideContent {
  const { picture } = view;
  return {
    deck: 1, content: 1, slide: slide.number, step: view.step, title: slide.title, class: slide.class, lang: slide.lang || talk.lang,
    html: played(placed(view.html || "", talk.pictures), talk.media),
    css: view.css,
    picture: picture ? { url: talk.pictures[picture.name] || "", widths: [picture.width], width: picture.width, height: picture.height, vector: false } : null,
    text: view.text, links: view.links || [],
  };
}

/** Puts the pictures into a slide's HTML. */
function placed(html: string, pictures: Record<string, string>): string {
  return html.replace(/src="picture:([^"]+)"/g, (_, name: string) => `src="${pictures[name] || ""}"`);
}

const addresses = new Map<string, string>();

/** Puts the films and sounds into a slide's HTML; an element without an address is of one that is not here. */
function played(html: string, media: Talk["media"]): string {
  return html.replace(/ src="media:([^"]+)"/g, (_, name: string) => {
    const found = media[name];
    if (!found) return "";
    let url = addresses.get(name);
    if (!url) {
      const letters = atob(found.data);
      const bytes = new Uint8Array(letters.length);
      for (let i = 0; i < letters.length; i++) bytes[i] = letters.charCodeAt(i);
      url = URL.createObjectURL(new Blob([bytes], { type: found.type }));
      addresses.set(name, url);
    }
    return ` src="${url}"`;
  });
}
