// What somebody has drawn, rubbed out and cleared here, a slide at a time, so that it
// can be taken back and done again.

import type { Op } from "../../../line/outbox";
import type { Stroke } from "../../../wire";

/** One thing that was done, and what takes it back. */
export interface Deed {
  does: Op[];
  undoes: Op[];
}

/** More than anybody takes back. */
const KEPT = 200;

export class History {
  private readonly done = new Map<number, Deed[]>();
  private readonly undone = new Map<number, Deed[]>();

  drew(slide: number, stroke: Stroke): void {
    this.add(slide, { does: [{ kind: "draw", slide, strokes: [stroke] }], undoes: [{ kind: "erase", slide, id: stroke.id }] });
  }

  erased(slide: number, strokes: readonly Stroke[]): void {
    if (strokes.length === 0) return;
    this.add(slide, { does: strokes.map(({ id }) => ({ kind: "erase", slide, id })), undoes: [{ kind: "draw", slide, strokes }] });
  }

  cleared(slide: number, strokes: readonly Stroke[]): Deed {
    const deed: Deed = { does: [{ kind: "clear", slide }], undoes: [{ kind: "draw", slide, strokes }] };
    this.add(slide, deed);
    return deed;
  }

  /** What takes back this deed, whatever was done after it; none where it is taken back already. */
  takeBack(slide: number, deed: Deed): Op[] {
    const done = this.done.get(slide) || [];
    if (done[done.length - 1] === deed) return this.undo(slide);
    const at = done.indexOf(deed);
    return at < 0 ? [] : done.splice(at, 1)[0]!.undoes;
  }

  /** What takes back what was done last on a slide; none where there is nothing. */
  undo(slide: number): Op[] {
    return this.step(slide, this.done, this.undone)?.undoes || [];
  }

  redo(slide: number): Op[] {
    return this.step(slide, this.undone, this.done)?.does || [];
  }

  canUndo(slide: number): boolean {
    return (this.done.get(slide) || []).length > 0;
  }

  canRedo(slide: number): boolean {
    return (this.undone.get(slide) || []).length > 0;
  }

  forget(): void {
    this.done.clear();
    this.undone.clear();
  }

  private add(slide: number, deed: Deed): void {
    push(this.done, slide, deed);
    this.undone.delete(slide);
  }

  private step(slide: number, from: Map<number, Deed[]>, to: Map<number, Deed[]>): Deed | undefined {
    const deed = from.get(slide)?.pop();
    if (deed) push(to, slide, deed);
    return deed;
  }
}

function push(all: Map<number, Deed[]>, slide: number, deed: Deed): void {
  const list = all.get(slide) || [];
  list.push(deed);
  if (list.length > KEPT) list.shift();
  all.set(slide, list);
}
