// What the server says. Written by `go run ./build web` from the Go types that it
// encodes as JSON: do not edit.

export type Blank = "" | "black" | "white" | "freeze";

export type Format = "markdown" | "pdf" | "pictures" | "office";

export interface Zoom {
  /** of its upper left */
  x: number;
  y: number;
  /** 0.05 to 1: its width and its height, in those of the slide */
  w: number;
}

export interface Stroke {
  /** whoever draws chooses it: 1 to 64 letters, digits, - and _; no other stroke of the slide has it */
  id: string;
  /** #rrggbb, or #rrggbbaa for a marker that one sees through */
  color: string;
  /** in the slide's width */
  width: number;
  /** x and y of each; a single one is a dot */
  points: number[][];
}

export interface Ink {
  deck: number;
  slide: number;
  /** the version: another one whenever something changes, and 0 where nothing is drawn */
  ink: number;
  strokes: Stroke[];
}

export interface InkNews {
  deck: number;
  slide: number;
  /** its version now; 0 where nothing is drawn any more */
  ink: number;
  /** and before */
  was?: number;
  /** drawn since Was, where that is not too much to say at once, */
  strokes?: Stroke[];
  /** and taken away */
  gone?: string[];
}

export type MarkKind = "none" | "pointer" | "spotlight" | "pen";

export interface Mark {
  deck: number;
  slide: number;
  kind: MarkKind;
  x: number;
  y: number;
  /** that is being drawn: its newest points, MaxTail at the most, */
  stroke?: Stroke;
  /** after so many others */
  from?: number;
}

export interface DeckState {
  id: number;
  /** 1 to 500 characters */
  title: string;
  /** how many there are, at least 1 */
  slides: number;
  current_slide: number;
  /** from 0 to the number of steps of that slide */
  current_step: number;
  blank: Blank;
  /** the room follows this deck; true for one deck at the most */
  live: boolean;
  /** its own address is open to anyone */
  published: boolean;
  /** where it stood when nothing covered it last */
  shown_slide: number;
  shown_step: number;
  /** when the clock began: of a talk at its first move; nil before */
  started_at: string | null;
  /** the clock stands, */
  paused?: boolean;
  /** since this time; what goes on goes on from there */
  paused_at?: string;
  /** the speaker tries the talk out, by the clock, and nobody sees it; never while it is live, or published */
  rehearsing?: boolean;
  /** since when it does, on the database's clock; a pause moves its clock, and not that */
  rehearsed_at?: string;
  /** seconds that the talk is to take, to MaxPlanned; 0: nothing is said */
  planned?: number;
  /** the films and sounds of its slide go on */
  playing?: boolean;
  /** so many seconds of them were played, 0 to 86400, */
  played?: number;
  /** at this time, on the database's clock */
  played_at?: string;
  /** the part of its slide that fills the screens; nil for all of it */
  zoom: Zoom | null;
  /** when nothing covered it last */
  shown_zoom?: Zoom;
  /** that every screen shows over the slide, 500 characters at the most; a move takes them back */
  words?: string;
  /** every screen shows how to join, over the slide; a move takes it back */
  inviting?: boolean;
  /** it goes on by itself, where its views say when, or it does; a move by hand ends that */
  advancing?: boolean;
  /** after so many seconds from a view that says nothing: 0.5 to 86400, or 0 for never */
  advance_every?: number;
  /** from its end to its beginning */
  advance_loop?: boolean;
  /** when it does so next, on the database's clock */
  advance_at?: string;
  /** it is live for a moment only, in the midst of the talk of that deck, which goes on after it */
  interlude_of?: number;
  /** it is an empty slide to draw on in the midst of a talk, whatever it is called */
  board?: boolean;
  /** when it went live last, and not for a moment; nil for never */
  presented_at?: string;
  /** a save of its file takes the room to no other slide */
  edits_stay?: boolean;
  /** since when its followers have had ShownSlide: what moves behind it goes by that */
  shown_at?: string;
  /** since when Blank is not Shown: what is drawn later is not to be seen yet */
  covered_at?: string;
  /** grows when the slides themselves change */
  content: number;
  /** grows when what only the speaker has of them does: notes, bookmarks, what is passed by */
  aside?: number;
  /** one counter for the whole database; grows with every change */
  rev: number;
  /** on the database's clock */
  changed_at: string;
  /** when what followers see of it changed last, so that nobody learns of moves under a cover */
  seen_rev?: number;
  /** likewise */
  seen_at?: string;
  /** missing unless it is deleted */
  deleted_at?: string;
}

/** What a driver may change of it. */
export type DeckChange = Partial<Pick<DeckState, "title" | "current_slide" | "current_step" | "blank" | "live" | "published" | "started_at" | "paused" | "rehearsing" | "planned" | "playing" | "played" | "zoom" | "words" | "inviting" | "advancing" | "advance_every" | "advance_loop" | "interlude_of" | "edits_stay">>;

export type RemarkKind = "other" | "picture" | "web" | "step" | "layout" | "style" | "component" | "formula" | "diagram" | "code" | "setting" | "include" | "notes" | "size" | "file" | "page" | "program" | "language";

export interface Remark {
  /** where it stands, with its folders; "" where it stands in none */
  file?: string;
  /** File is not the one that the deck was made from, but one that it takes in */
  included?: boolean;
  /** a mistake in the file, which whoever wrote it mends: what it says was left out */
  broken?: boolean;
  /** from 1; 0 of no line */
  line?: number;
  /** where it stands on several: all of them, ascending, Line the first */
  lines?: number[];
  /** that Line is on, from 1; 0 of no slide */
  slide?: number;
  /** where these are several: all of them, ascending */
  slides?: number[];
  /** of a PDF, that it is about: from 1, ascending */
  pages?: number[];
  /** what it is about */
  kind: RemarkKind;
  /** a sentence, without where */
  text: string;
  /** of pictures on the web that were not fetched */
  addresses?: string[];
}

export interface DeckInfo extends DeckState {
  /** who gives the talk, as its file says; or empty */
  author: string;
  /** BCP 47, or empty when unknown */
  lang: string;
  /** the languages that it is there in beside that one, BCP 47 */
  others: string[];
  /** in those, where it is called otherwise */
  titles?: Record<string, string>;
  /** the name of the file it came from */
  source: string;
  format: Format;
  /** of Markdown, as it was said with the files; "" where it was found by itself */
  dialect: string;
  /** that it was read as */
  found_dialect: string;
  /** what the import could not honour, a sentence each */
  warnings: string[];
  /** the same for programs */
  remarks: Remark[];
  created_at: string;
}

export interface DeckSummary extends DeckState {
  lang: string;
  /** the languages that it is there in beside that one */
  others?: string[];
  /** in those, where it is called otherwise */
  titles?: Record<string, string>;
  /** 80 characters of it at the most */
  source: string;
  format: Format;
  warning_count: number;
  created_at: string;
}

export type RunKind = "talk" | "rehearsal";

export interface Run {
  id: number;
  kind: RunKind;
  started_at: string;
  /** nil while it goes on */
  ended_at: string | null;
  /** in all, without pauses */
  seconds: number;
  /** seconds of each slide, from the first to the last that was shown */
  slides: number[];
}

export interface Link {
  /** parts of the view, 0 to 1, from its upper left */
  x: number;
  y: number;
  w: number;
  h: number;
  /** from 1; 0 where it leads to the web */
  slide?: number;
  step?: number;
  /** http, https or mailto */
  url?: string;
}

export interface Driver {
  id: number;
  name: string;
  /** presenter or remote */
  role: string;
}

export interface Drive {
  /** grows with every change */
  turn: number;
  /** nil: nobody does, and a presenter who moves it becomes it */
  driver: Driver | null;
  /** who would like to be it; or nil */
  asks: Driver | null;
}

export interface Picture {
  /** followed by /WIDTH */
  url: string;
  widths: number[];
  width: number;
  height: number;
  vector: boolean;
}

export interface View {
  html: string;
  /** the author's style sheet; its selectors begin with :slide */
  css?: string;
  picture: Picture | null;
  text: string;
  /** places on the picture */
  links?: Link[];
}

export interface SlideContent extends View {
  deck: number;
  slide: number;
  step: number;
  content: number;
  title: string;
  class: string;
  /** that the slide is in */
  lang: string;
  /** one of the deck's others, where it was asked for: a slide may be none of that */
  for?: string;
}

export interface TalkSlide extends SlideContent {
  /** the name of the one that begins with it */
  section?: string;
  notes: string;
  /** they are not the file's */
  edited?: boolean;
  /** what they had been edited to before the file got others */
  kept?: string;
  bookmark?: boolean;
  /** whoever goes on passes it by */
  hidden?: boolean;
  /** it stands below the slide before it, in a stack */
  below?: boolean;
  /** the seconds at each step before it goes on by itself, 0 for ever; null where nothing is said, and missing where that is all */
  stays?: (number | null)[];
  /** seconds for it, and those after it up to the next one that has some */
  planned?: number;
  /** that its file says, or its notes */
  file_planned?: number;
  /** how many follow the first view */
  steps: number;
  /** the furthest that the room has seen, or -1 */
  shown: number;
  /** one for each step, where there are steps */
  views?: View[];
}

export interface DeckAnswer extends DeckInfo {
  undrawn?: boolean;
  /** the deck that has the slides it had before they were replaced last: this one may be replaced by it, or it is restored */
  before?: number;
  /** of one deck, when that was asked for */
  content_slides?: TalkSlide[];
}

export interface ListedDeck extends DeckSummary {
  /** never a vector */
  cover?: Picture;
}

export interface Driving extends Drive {
  /** the device that asks; 0 for who holds the key */
  this: number;
}

export interface StreamEvent {
  /** 0 when nothing is live */
  deck: number;
  slide: number;
  step: number;
  slides: number;
  rev: number;
  blank: Blank;
  /** RFC 3339, UTC, milliseconds */
  at: string;
  content?: number;
  /** the part of the slide that fills the screen; missing for all of it */
  zoom?: Zoom;
  /** to be shown over it; missing for none */
  words?: string;
  /** how to join is to be shown over it */
  inviting?: boolean;
  /** the version of what was drawn on it when this was made; a later one is an event of its own */
  ink?: number;
  playing?: boolean;
  played?: number;
  played_at?: string;
  since?: string;
  /** opens what was fetched ahead of this view: package sealed; none while it is covered */
  key?: string;
}

export interface Presence {
  /** the live deck, or 0 */
  deck: number;
  /** streams that follow it, kiosks included */
  viewers: number;
  /** those that show its current slide */
  here: number;
  kiosks: number;
}

export type ScreenKind = "phone" | "browser" | "kiosk" | "window";

export interface ScreenChoice {
  /** instead of its own, up to 100 characters; "" for none */
  name: string;
  /** that it shows; nil for whatever is live */
  deck: number | null;
  /** that it shows decks in, BCP 47; "" for what it asks for itself */
  lang: string;
  /** degrees, clockwise: 0, 90, 180 or 270 */
  rotation: number;
}

export type ScreenState = "gone" | "silent" | "unwarned" | "late" | "hidden" | "stuck" | "old" | "coming" | "well" | "off" | "away";

export interface BoardScreen {
  id: string;
  /** of a screen that is kept */
  number?: number;
  name: string;
  /** as it calls itself */
  own_name?: string;
  kind: ScreenKind;
  state: ScreenState;
  /** that it has painted, with Slide and Step; 0 for none */
  deck: number;
  slide: number;
  step: number;
  blank?: Blank;
  /** between talks: deck/slide/step of the programme, "agenda" or "clock" */
  round?: string;
  /** it has painted the urgent message */
  warned?: boolean;
  /** for so long it is to show something newer */
  behind_ms: number;
  /** it has painted that; null before it has said so */
  since: string | null;
  /** it, or its stream, gave a sign of life; null for never */
  last_seen: string | null;
  /** since when it follows; missing where it does not */
  came_at?: string;
  /** on which it follows, where that is another one */
  server?: string;
  /** that it comes from */
  address?: string;
  /** of its screen, in pixels */
  width?: number;
  height?: number;
  /** its page is of another Lectern */
  old?: boolean;
  /** it is not here, and nobody misses it until it comes back */
  excused?: boolean;
  chosen: ScreenChoice;
}

export interface BoardSums {
  /** another one when a screen of the board is */
  version: string;
  /** kiosks and windows that follow */
  screens: number;
  /** screens that need a look */
  look: number;
  /** of them those that were named or given anything, and are not here */
  missing: number;
  phones: number;
  /** all others */
  browsers: number;
  /** of phones and browsers, those that show the current slide */
  here: number;
  /** of the screens, those that show the urgent message, */
  warned: number;
  /** those that have heard of it just now, */
  warning: number;
  /** and which do not show it, as a person calls them */
  unwarned: string;
}

export interface ScreenTold {
  /** 0 before it has one */
  number: number;
  name: string;
  /** the name that it was given; "" where it goes by its own */
  chosen: string;
  /** that it is to show decks in; "" for what it asks for itself */
  lang: string;
  rotation: number;
  /** it shows a deck of its own, which is not the live one: no talk */
  own?: boolean;
  /** of this server: a page of another Lectern loads itself anew */
  pages: string;
  /** it is known by this from now on, and is to say so when it comes back */
  keep?: string;
  /** likewise, instead of what it has: so has another screen; it loads itself anew */
  part?: string;
}

export interface ImportEvent {
  /** chosen by who asked for it */
  id: string;
  /** of the file */
  name: string;
  /** slides */
  done: number;
  total: number;
  error?: string;
  /** once it is there */
  deck?: number;
  waiting?: boolean;
}

export interface PagesRead {
  deck: number;
}

export interface Message {
  id: number;
  /** one line of 1 to MaxMessage characters */
  text: string;
  blink: boolean;
  /** the name of a device; "" for whoever holds the key */
  sender: string;
  sent_at: string;
  /** when the speaker said so; nil before */
  seen_at: string | null;
}

export interface Messages {
  messages: Message[];
}

export interface Notice {
  /** lines of 1 to 500 characters together; "" is none */
  text: string;
  /** another one of another text; missing for none */
  version?: string;
}

export interface ProgrammeItem {
  /** 0: what comes next, of the agenda */
  deck: number;
  /** that each slide stays, 2 to 3600 */
  seconds: number;
  /** 1, Monday, to 7; at least one */
  days: number[];
  /** an hour, as 08:00; "" is midnight */
  begins: string;
  /** one that is no later is of the next day; "" is midnight */
  ends: string;
  /** the kiosks that have it, by name; none: all */
  screens: string[];
}

export interface Programme {
  /** of days and hours, as Europe/Berlin; "" is each server's own */
  zone: string;
  items: ProgrammeItem[];
  /** another one when the rest is; of what is sent: that it is made from, or "" to ask nobody */
  version: string;
}

export interface Session {
  room: string;
  /** 1 to 500 characters */
  title: string;
  speakers: string;
  begins: string;
  ends: string;
}

export interface Agenda {
  /** "" where there is none */
  name: string;
  /** that its times are told in, as Programme has it */
  zone: string;
  sessions: Session[];
}

export interface Show {
  /** the kiosk's name; "" is all that are not named */
  screen: string;
  deck?: number;
  slide?: number;
  step?: number;
  slides?: number;
  content?: number;
  /** opens the view's bundle */
  key?: string;
  /** RFC 3339: what comes next from this time on */
  agenda?: string;
}

export interface Between {
  /** the last one is of all others */
  shows: Show[];
  /** the venue's; missing where each computer goes by its own */
  zone?: string;
}

export interface Followed {
  deck: number;
  /** of its file, or folder */
  name: string;
  /** why what was saved is not shown */
  error?: string;
  /** where that is, as far as it is known */
  file?: string;
  /** from 1 */
  line?: number;
  /** the deck with what it had before the last save: to be restored */
  before?: number;
  /** when that was taken in */
  saved?: string;
}

export interface Follows {
  decks: Followed[];
}
