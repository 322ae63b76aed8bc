// Stacks, as reveal.js has them: slides that stand below another one. Arrows go across
// and down; whoever has but one key goes through all of them in order.

import type { Arrow } from "../../kit/keys";
import type { Place } from "../decks";
import { following, preceding, type Way } from "./mover";

/** Where a slide stands, from 1: its column, its row, and how many rows that has. */
export interface Spot {
  column: number;
  row: number;
  rows: number;
}

/** Where all slides stand; none where no slide is below another, or all below one. */
export function spotsOf(slides: readonly { below?: boolean }[]): Spot[] {
  const spots: Spot[] = [];
  let top = 0;
  slides.forEach((slide, i) => {
    const before = spots[i - 1];
    if (!slide.below || !before) top = i;
    spots.push({ column: (before?.column || 0) + (top === i ? 1 : 0), row: i - top + 1, rows: 1 });
    for (let j = top; j <= i; j++) spots[j]!.rows = i - top + 1;
  });
  // In a lone column there is nothing to go across to.
  return spots.some((spot) => spot.rows > 1 && spot.rows < spots.length) ? spots : [];
}

/** "3.2" for the second slide of the third column; "" where a slide stands alone. */
export function spotName(spot: Spot | undefined): string {
  return spot && spot.rows > 1 ? `${spot.column}.${spot.row}` : "";
}

/** Goes about in stacks; it remembers in which row each column was left. */
export class Stacks {
  private spots: Spot[] = [];
  private left = new Map<number, number>();

  load(slides: readonly { below?: boolean }[]): void {
    this.spots = spotsOf(slides);
    this.left.clear();
  }

  /** The presenter is at this slide. */
  visit(slide: number): void {
    const spot = this.spots[slide - 1];
    if (spot) this.left.set(spot.column, slide);
  }

  /** Where the slide stands: "3.2", or "". */
  name(slide: number): string {
    return spotName(this.spots[slide - 1]);
  }

  /**
   * Where an arrow leads; null is nowhere. Steps come before slides, whichever way.
   * Above and below a column's ends it goes on in order, as every arrow does in a deck
   * without stacks.
   */
  go(arrow: Arrow, at: Place, way: Way): Place | null {
    const forward = arrow === "right" || arrow === "down";
    const inOrder = forward ? following(at, way) : preceding(at, way);
    const spot = this.spots[at.slide - 1];
    if (arrow === "up" || arrow === "down" || !spot || inOrder?.slide === at.slide) return inOrder;
    for (let column = spot.column + (forward ? 1 : -1); ; column += forward ? 1 : -1) {
      const slides = this.spots.map((other, i) => (other.column === column ? i + 1 : 0)).filter((n) => n > 0);
      if (slides.length === 0) return null;
      const left = this.left.get(column) || 0;
      const slide = slides.includes(left) && !way.hidden(left) ? left : slides.find((n) => !way.hidden(n));
      if (slide) return { slide, step: forward ? 0 : way.steps(slide) };
    }
  }

  get any(): boolean {
    return this.spots.length > 0;
  }
}
