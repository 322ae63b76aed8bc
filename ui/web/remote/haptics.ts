// What a phone says without being looked at: that a press was felt, and that a time
// mark was passed.

/** Minutes before the planned end, and what is felt then, in ms on and off. */
const MARKS: readonly { left: number; pattern: number[] }[] = [
  { left: 5, pattern: [150] },
  { left: 1, pattern: [150, 100, 150] },
  { left: 0, pattern: [300, 150, 300, 150, 300] },
];

/** The mark that was passed between two readings of the clock, in ms; null for none. */
export function passed(before: number, now: number, planned: number): { left: number; pattern: number[] } | null {
  if (planned <= 0 || now <= before) return null;
  const at = (mark: { left: number }): number => (planned - mark.left) * 60_000;
  // The last of them: a phone that slept is not told of all at once.
  const marks = MARKS.filter((mark) => mark.left < planned && before < at(mark) && at(mark) <= now);
  return marks[marks.length - 1] || null;
}

/** Has the phone shake, where it can. */
export function shake(pattern: number | number[]): void {
  navigator.vibrate?.(pattern);
}

/** A press that was felt. */
export const PRESS = 15;
