// What the console asks of the server, a function a request.

import { problem, request } from "../line/api";
import { inLanguage } from "../line/wishes";
import type { Join } from "../line/types";
import type { Agenda, DeckAnswer, DeckChange, Driving, Ink, ListedDeck, Message, Programme, Run, TalkSlide } from "../wire";
import type { TalkAnswer } from "./decks";

export interface PresenterJoin extends Join {
  qr: string;
  kiosk_command: string;
}

/** What this computer's firewall does with what comes in, and what to type against it. */
export interface Firewall {
  name: string;
  state: "open" | "blocks" | "unknown";
  command?: string;
  /** The command holds until the computer restarts. */
  fleeting?: boolean;
  /** This makes it last, where that is known. */
  keep?: string;
}

/** One of the computer's addresses, and whether phones can open it. */
export interface Reached {
  url: string;
  interface: string;
  kind: "wifi" | "network" | "vpn" | "inside" | "here";
  default_route: boolean;
  /** The server answers there, when its own computer asks. */
  answers: boolean;
  /** Nothing is known that keeps phones from it. */
  can: boolean;
  firewall?: Firewall;
  /** With the questions of screens that look for a server. */
  multicast?: Firewall;
  /** The last one from another computer that opened a page there. */
  phone?: { at: string; from: string };
}

export function getReach(): Promise<{ addresses: Reached[]; portal: boolean }> {
  return request("/api/reach");
}

/** A browser that was let in. */
export interface Device {
  id: number;
  name: string;
  role: string;
  /** It is the one that asks. */
  this: boolean;
  /** It moves the live deck. */
  driver: boolean;
  last_seen: string;
}

/** The web may take its time. */
const READ_TIMEOUT = 180_000;

/** A move that has had no answer for so long is tried again. */
const MOVE_TIMEOUT = 4000;

export function listDecks(): Promise<ListedDeck[]> {
  return request("/api/decks");
}

/** lang is one of the deck's languages that its slides are wanted in; "" is its own. */
export function getDeck(id: number, lang: string): Promise<TalkAnswer> {
  return request(inLanguage(`/api/decks/${id}`, lang));
}

/** Asked before an old move is sent, and with no more patience. */
export function lookAtDeck(id: number): Promise<DeckAnswer> {
  return request(`/api/decks/${id}`, { timeout: MOVE_TIMEOUT });
}

export function changeDeck(id: number, change: DeckChange): Promise<DeckAnswer> {
  return request(`/api/decks/${id}`, { method: "PUT", json: change, timeout: MOVE_TIMEOUT });
}

/** What the speaker says of a slide. */
export interface SlideSaid {
  notes?: string;
  /** What the notes were that are edited: where they are others by now, the answer is 409. */
  was?: string;
  /** The notes are the file's again. */
  file_notes?: boolean;
  bookmark?: boolean;
  hidden?: boolean;
  /** Which slides the number is one of: where the deck has others by now, the answer is 409. */
  content?: number;
}

export function changeSlide(id: number, slide: number, said: SlideSaid, lang: string): Promise<TalkSlide> {
  return request(inLanguage(`/api/decks/${id}/slides/${slide}`, lang), { method: "PUT", json: said, timeout: MOVE_TIMEOUT });
}

/** What is drawn on the slides of a deck. */
export function getAllInk(id: number): Promise<Ink[]> {
  return request(`/api/decks/${id}/ink`);
}

/** Puts an urgent message over every screen. */
export function setNotice(text: string): Promise<void> {
  return request("/api/notice", { method: "POST", json: { text } });
}

export function clearNotice(): Promise<void> {
  return request("/api/notice", { method: "DELETE" });
}

/** What kiosks show between talks. */
export function getProgramme(): Promise<Programme> {
  return request("/api/programme");
}

/** Replaces it, whole. */
export function setProgramme(programme: Programme): Promise<Programme> {
  return request("/api/programme", { method: "PUT", json: programme });
}

export function getAgenda(): Promise<Agenda> {
  return request("/api/agenda");
}

/** Takes the agenda from a file. */
/** An agenda, and how many entries of its file are not in it. */
export interface ReadAgenda extends Agenda {
  left_out?: { why: string; count: number }[];
  /** Of so many talks the time zone is not known; the venue's holds. */
  unzoned?: number;
}

/** A file's, or one that there was before. */
export async function putAgenda(from: File | Agenda): Promise<ReadAgenda> {
  const body = from instanceof File ? from : JSON.stringify(from);
  const response = await fetch(`/api/agenda?name=${encodeURIComponent(from.name)}`, { method: "PUT", credentials: "same-origin", body });
  if (!response.ok) throw await problem(response);
  return response.json();
}

export function deleteAgenda(): Promise<void> {
  return request("/api/agenda", { method: "DELETE" });
}

export function deleteDeck(id: number): Promise<void> {
  return request(`/api/decks/${id}`, { method: "DELETE" });
}

/** Decks that can be restored, those deleted last first. */
export function listDeleted(): Promise<ListedDeck[]> {
  return request("/api/deleted");
}

/** A slide in which the words of a search stand. */
export interface Hit {
  deck: number;
  deck_title: string;
  slide: number;
  title: string;
  /** What stands around a word, of the text or the notes; "" where the title has it. */
  context: string;
  in_notes?: boolean;
}

/** What a search gives at the most. */
export const MOST_HITS = 100;

export function search(words: string): Promise<Hit[]> {
  return request(`/api/search?q=${encodeURIComponent(words)}`);
}

export function restoreDeck(id: number): Promise<unknown> {
  return request(`/api/decks/${id}/restore`, { method: "POST" });
}

/** Gives a deck the slides of another one, which is gone then. before is the deck with the slides that it had: to be restored. */
export function replaceDeck(id: number, by: number): Promise<{ before: number }> {
  return request(`/api/decks/${id}/replace`, { method: "POST", json: { by } });
}

/** How a deck is to be read again. */
export interface Again {
  dialect?: string;
  /** The first of its languages. */
  lang?: string;
  fetch?: boolean;
}

/** Imports a deck again from its kept files, in its place. before is the deck with what it had, or 0. */
export function readAgain(id: number, change: Again): Promise<DeckAnswer & { before: number }> {
  return request(`/api/decks/${id}/read`, { method: "POST", json: change, timeout: READ_TIMEOUT });
}

export function addWelcome(): Promise<unknown> {
  return request("/api/welcome", { method: "POST" });
}

export function getPresenterJoin(): Promise<PresenterJoin> {
  return request("/api/join");
}

export function listDevices(): Promise<Device[]> {
  return request("/api/devices");
}

export function deleteDevice(id: number): Promise<void> {
  return request(`/api/devices/${id}`, { method: "DELETE" });
}

/** Signs everybody else out. */
export function deleteOtherDevices(): Promise<void> {
  return request("/api/devices", { method: "DELETE" });
}

/** A link that lets one more browser in; qr is a picture of it, if others can get here. */
export function makeLink(): Promise<{ url: string; expires_at: string; qr?: string }> {
  return request("/api/links", { method: "POST" });
}

/** What can be done to whatever is live. */
export function actLive(act: "board" | "board?dark" | "back"): Promise<unknown> {
  return request(`/api/live/${act}`, { method: "POST" });
}

export type DriveRequest = { take: true } | { give: number } | { ask: boolean };

/** Who moves the live deck, and which device this is. */
export function getDrive(): Promise<Driving> {
  return request("/api/drive");
}

export function postDrive(body: DriveRequest): Promise<Driving> {
  return request("/api/drive", { method: "POST", json: body });
}

/** A code that pairs one phone; qr is a picture of its address, if phones can get here. */
export interface Pairing {
  code: string;
  url: string;
  expires_at: string;
  qr?: string;
}

export function makePairing(role: "remote" | "stage"): Promise<Pairing> {
  return request("/api/pairings", { method: "POST", json: { role } });
}

/** Seconds that the talk, and slides by their numbers, are to take; null is what the file says. */
export interface PlanSaid {
  planned?: number;
  slides?: Record<number, number | null>;
}

export function setPlan(id: number, plan: PlanSaid): Promise<DeckAnswer> {
  return request(`/api/decks/${id}/plan`, { method: "PUT", json: plan, timeout: MOVE_TIMEOUT });
}

/** The last talks and rehearsals, the last one first. */
export function listRuns(id: number): Promise<Run[]> {
  return request(`/api/decks/${id}/runs`);
}

export function deleteRun(id: number, run: number): Promise<void> {
  return request(`/api/decks/${id}/runs/${run}`, { method: "DELETE" });
}

/** Says something to the speaker. */
export function sendMessage(text: string, blink: boolean): Promise<Message> {
  return request("/api/messages", { method: "POST", json: { text, blink } });
}

/** The speaker has seen it. */
export function seeMessage(id: number): Promise<void> {
  return request(`/api/messages/${id}/seen`, { method: "POST" });
}

export function deleteMessage(id: number): Promise<void> {
  return request(`/api/messages/${id}`, { method: "DELETE" });
}
