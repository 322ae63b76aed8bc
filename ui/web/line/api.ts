import type { Ink, SlideContent } from "../wire";
import { hearDate } from "./server-time";
import { inLanguage } from "./wishes";
import type { DeckOutline, Join } from "./types";

/** An answer that is not a success, with the server's own sentence. */
export class ApiError extends Error {
  /** A sentence for the person in front of the page. */
  readonly detail: string;

  constructor(
    /** The HTTP status, or 0 when no answer came. */
    readonly status: number,
    readonly title: string,
    detail: string,
    /** Seconds after which the server wants to be asked again, or 0. */
    readonly retryAfter = 0,
    /** The file that was sent needs a password, or another one. */
    readonly locked = false,
    /** Another device drives: whoever takes over may do it. */
    readonly driven = false,
  ) {
    super(sentence(detail));
    this.name = "ApiError";
    this.detail = this.message;
  }
}

/** The server's sentences stand after names and before links, and end without a full stop; in a page they end with one. */
export function sentence(text: string): string {
  return /[.!?…]$/.test(text) ? text : `${text}.`;
}

/** Why the server takes nothing in for now, in its own words; "" where it gives no reason, or no answer. */
export function excuseOf(error: Error | null): string {
  return error instanceof ApiError && error.status === 503 && error.detail !== sentence(error.title) ? error.detail : "";
}

/** How long one request may take before it counts as lost. */
const TIMEOUT = 15_000;

export interface RequestOptions {
  method?: string;
  /** Sent as JSON. */
  json?: unknown;
  signal?: AbortSignal;
  timeout?: number;
}

/**
 * Asks the server and returns its JSON (undefined for 204). Every failure is
 * an ApiError; only an abort through the caller's own signal stays what it is.
 */
export async function request<T>(path: string, options: RequestOptions = {}): Promise<T> {
  const headers: Record<string, string> = { Accept: "application/json" };
  const init: RequestInit = { method: options.method || "GET", credentials: "same-origin", headers };
  if (options.json !== undefined) {
    headers["Content-Type"] = "application/json";
    init.body = JSON.stringify(options.json);
  }
  const abort = typeof AbortController === "undefined" ? null : new AbortController();
  if (abort) init.signal = abort.signal;
  const cancel = (): void => abort?.abort();
  const timer = setTimeout(cancel, options.timeout ?? TIMEOUT);
  if (options.signal?.aborted) cancel();
  options.signal?.addEventListener("abort", cancel);
  try {
    const response = await fetch(path, init);
    hearDate(response.headers.get("Date"));
    if (!response.ok) throw await problem(response);
    if (response.status === 204) return undefined as unknown as T;
    return (await response.json()) as T;
  } catch (error) {
    if (error instanceof ApiError || options.signal?.aborted) throw error;
    throw new ApiError(0, "No answer", "Lectern does not answer. It may have been closed, or the network is down.");
  } finally {
    clearTimeout(timer);
    options.signal?.removeEventListener("abort", cancel);
  }
}

/** What a request that failed is told as. */
export async function problem(response: Response): Promise<ApiError> {
  let title = response.statusText || `Error ${response.status}`;
  let detail = "";
  let driven = false;
  try {
    const body: unknown = await response.json();
    if (body !== null && typeof body === "object") {
      const told = body as { title?: unknown; detail?: unknown; driven?: unknown };
      if (typeof told.title === "string") title = told.title;
      if (typeof told.detail === "string") detail = told.detail;
      driven = told.driven === true;
    }
  } catch {
    // A proxy may answer with a page of its own; the status has to do.
  }
  const retry = Number(response.headers.get("Retry-After"));
  return new ApiError(response.status, title, detail || title, retry > 0 ? retry : 0, false, driven);
}

/** One slide at a step, as the audience gets it: 404 unless the room has seen it. */
export function getSlide(deck: number, slide: number, step: number, wanted: string): Promise<SlideContent> {
  return request<SlideContent>(inLanguage(`/decks/${deck}/slides/${slide}?step=${step}`, wanted));
}

/** What is drawn on a slide: 404 unless the room has seen it. */
export function getInk(deck: number, slide: number): Promise<Ink> {
  return request<Ink>(`/decks/${deck}/slides/${slide}/ink`);
}

export function getOutline(deck: number, wanted: string): Promise<DeckOutline> {
  return request<DeckOutline>(inLanguage(`/decks/${deck}/slides`, wanted));
}

/** A deck that is not live or published any more refuses its stream: nothing is lost. */
export async function isClosed(deck: number): Promise<boolean> {
  try {
    // Asked briefly: a server that is silent must not delay the mark.
    await request(`/decks/${deck}/slides`, { timeout: 1500 });
  } catch (error) {
    return error instanceof ApiError && (error.status === 404 || error.status === 403);
  }
  return false;
}

export function getJoin(): Promise<Join> {
  return request<Join>("/join.json");
}

/** A bundle takes as long as a picture does in a full hall. */
const BUNDLE_WITHIN = 60_000;

/**
 * What the room sees so many views from now, sealed, with pictures of this width.
 * Resolves to the tag of one of those that are held already, or to null where there
 * is none. What is aborted rejects.
 */
export function getAhead(deck: number, views: number, width: number, wanted: string, tags: string[], abort: AbortController | null): Promise<Uint8Array | string | null> {
  return getBundle(inLanguage(`/decks/${deck}/ahead/${views}/${width}`, wanted), tags, abort);
}

/** What a screen shows between talks (0), or shows after that (1), likewise. */
export async function getIdle(k: 0 | 1, width: number, screen: string, wanted: string): Promise<Uint8Array | null> {
  const bundle = await getBundle(inLanguage(`/idle/${k}/${width}?screen=${encodeURIComponent(screen)}`, wanted), [], null);
  return typeof bundle === "string" ? null : bundle;
}

async function getBundle(path: string, tags: string[], abort: AbortController | null): Promise<Uint8Array | string | null> {
  const timer = setTimeout(() => abort?.abort(), BUNDLE_WITHIN);
  try {
    const init: RequestInit = { credentials: "same-origin", cache: "no-store", headers: tags.length > 0 ? { "If-None-Match": tags.join(", ") } : {} };
    if (abort) init.signal = abort.signal;
    const response = await fetch(path, init);
    switch (response.status) {
      case 200: return new Uint8Array(await response.arrayBuffer());
      case 304: return response.headers.get("ETag");
      case 204: case 404: return null;
    }
    throw await problem(response);
  } finally {
    clearTimeout(timer);
  }
}
