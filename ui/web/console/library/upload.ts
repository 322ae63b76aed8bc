// Sending files to become a deck. XMLHttpRequest, since fetch cannot say how
// much of the body has gone.

import { withoutLanguage } from "../../kit/languages";
import { randomId } from "../../kit/random";
import { ApiError } from "../../line/api";

export interface Imported {
  id: number;
  title: string;
  slides: number;
  warnings: string[] | null;
  /** Where it took a deck's place: the one that has what that had. */
  before?: number;
}

export interface UploadHooks {
  /** From 0 to 1, of the bytes. */
  sent(fraction: number): void;
  done(deck: Imported): void;
  failed(error: Error): void;
}

/** One import. Its id is the one that the presenter's stream reports progress under. */
export class Upload {
  readonly id = newId();
  private readonly xhr = new XMLHttpRequest();

  /** password opens a locked file, where it is not empty; update is the deck whose place it is to take, or 0. */
  constructor(private readonly files: readonly NamedFile[], private readonly password: string, private readonly hooks: UploadHooks, private readonly update = 0) {}

  start(): void {
    const form = new FormData();
    if (this.password) form.append("password", this.password);
    if (this.update) form.append("update", String(this.update));
    for (const { file, path } of this.files) form.append("file", file, path);
    const { xhr } = this;
    xhr.open("POST", "/api/decks?import=" + this.id);
    xhr.responseType = "json";
    xhr.upload.onprogress = (event) => {
      if (event.lengthComputable && event.total > 0) this.hooks.sent(event.loaded / event.total);
    };
    xhr.onload = () => {
      if (xhr.status === 201) this.hooks.done(xhr.response as Imported);
      else this.hooks.failed(problem(xhr));
    };
    xhr.onerror = () => {
      this.hooks.failed(new ApiError(0, "No answer", "The connection broke off before the deck was in. Nothing was added."));
    };
    xhr.send(form);
  }

  /** The server notices that the request is gone, and adds nothing. */
  cancel(): void {
    this.xhr.abort();
  }
}

const sent = new Set<string>();

function newId(): string {
  const id = randomId();
  sent.add(id);
  return id;
}

/** Whether an import is, or was, this page's own. */
export function wasSent(id: string): boolean {
  return sent.has(id);
}

function problem(xhr: XMLHttpRequest): ApiError {
  const body = (xhr.response || {}) as { title?: string; detail?: string; locked?: boolean };
  const title = body.title || xhr.statusText || `Error ${xhr.status}`;
  return new ApiError(xhr.status, title, body.detail || title, 0, body.locked);
}

export interface NamedFile {
  file: File;
  /** The file's name, with the folders it was dropped in. */
  path: string;
}

const MARKDOWN = /\.(md|markdown|mdown|mkd)$/i;
const SPOKEN = /\.(md|markdown|mdown|mkd|html?|pdf)$/i;
const NOTES = /(\.pdf)?\.pdfpc$/i;
const PICTURE = /\.(png|jpe?g|webp|avif|gif|bmp|ico|svg)$/i;
const MEDIA = /\.(mp4|m4v|webm|og[gva]|opus|mp3|m4a|wav|flac)$/i;

/**
 * Divides dropped files into decks: a folder is one, of which the server finds what
 * the deck is; of loose files every Markdown file is one, and takes all pictures, films and sounds with
 * it, those of folders that hold nothing else too; pictures alone are one together;
 * anything else is a deck by itself (a PDF, with the notes that pdfpc keeps beside
 * it, a zip, or something the server has a sentence for).
 */
export function intoDecks(files: readonly NamedFile[]): NamedFile[][] {
  const markdown = files.some((f) => !f.path.includes("/") && MARKDOWN.test(f.path));
  const folders = new Map<string, NamedFile[]>();
  for (const f of files) {
    const folder = f.path.includes("/") ? f.path.split("/")[0]! : "";
    if (folder) folders.set(folder, (folders.get(folder) || []).concat(f));
  }
  const decks = Array.from(folders.values()).filter((inside) => !markdown || !inside.every((f) => PICTURE.test(f.path)));
  return decks.concat(looseIntoDecks(files.filter((f) => !decks.some((deck) => deck.includes(f)))));
}

function looseIntoDecks(files: readonly NamedFile[]): NamedFile[][] {
  const markdown = files.filter((f) => MARKDOWN.test(f.path));
  const pictures = files.filter((f) => PICTURE.test(f.path));
  const media = markdown.length > 0 ? files.filter((f) => MEDIA.test(f.path)) : [];
  const others = files.filter((f) => !MARKDOWN.test(f.path) && !PICTURE.test(f.path) && !media.includes(f));
  const decks = inLanguages(markdown).map((files) => [...files, ...pictures, ...media]);
  if (markdown.length === 0 && pictures.length > 0) decks.push(pictures);
  const notes = others.filter((f) => NOTES.test(f.path));
  const pdfs = others.filter((f) => /\.pdf$/i.test(f.path));
  const taken = new Set<NamedFile>();
  for (const files of inLanguages(others.filter((f) => !notes.includes(f)))) {
    const own = notes.filter((n) => files.some((f) => pdfs.includes(f) && (pdfs.length === 1 || stem(n.path, NOTES) === stem(f.path, /\.pdf$/i))));
    own.forEach((n) => taken.add(n));
    decks.push([...files, ...own]);
  }
  return decks.concat(notes.filter((n) => !taken.has(n)).map((n) => [n]));
}

/** Puts together files of one name in several languages, of the kinds that a deck may be there in these. */
function inLanguages(files: readonly NamedFile[]): NamedFile[][] {
  const decks = new Map<string, NamedFile[]>();
  for (const f of files) {
    const rest = SPOKEN.test(f.path) ? withoutLanguage(f.path) : f.path;
    const there = decks.get(rest) || [];
    // The same language twice is two decks.
    const same = there.some((other) => other.path.toLowerCase() === f.path.toLowerCase());
    if (same) decks.set(f.path + "/", [f]);
    else decks.set(rest, there.concat(f));
  }
  return Array.from(decks.values());
}

function stem(path: string, end: RegExp): string {
  return path.replace(end, "").toLowerCase();
}

/** What an import is called until the deck has a title. */
export function nameOf(deck: readonly NamedFile[]): string {
  const first = deck[0];
  if (!first) return "";
  const folder = first.path.split("/")[0]!;
  if (first.path.includes("/") && deck.every((f) => f.path.startsWith(folder + "/"))) return folder;
  const name = first.path.split("/").pop() || first.path;
  if (deck.length > 1 && PICTURE.test(first.path)) return `${deck.length} pictures`;
  return name;
}
