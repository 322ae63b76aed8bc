// Hours of the day at which a screen is off, or dimmed: "22:00-07:00,12:30-13:15", and
// with a per cent of the brightness behind each, "19:00-22:00=40".

export interface Hours {
  /** Minutes since midnight; one that ends before it begins goes over midnight. */
  from: number;
  to: number;
  /** 0 to 1 */
  level: number;
}

/** Reads them. What is no such text counts for nothing: a screen shows too much rather than too little. */
export function hoursIn(text: string): Hours[] {
  const list: Hours[] = [];
  for (const part of text.split(",")) {
    const match = /^\s*(\d{1,2}):(\d\d)-(\d{1,2}):(\d\d)(?:=(\d{1,3})%?)?\s*$/.exec(part);
    if (!match) continue;
    const [hour, minute, toHour, toMinute] = match.slice(1, 5).map(Number) as [number, number, number, number];
    const level = match[5] === undefined ? 0 : Math.min(100, Number(match[5])) / 100;
    list.push({ from: hour * 60 + minute, to: toHour * 60 + toMinute, level });
  }
  return list;
}

/** How bright a screen is to be at so many minutes since midnight: 1 outside of all hours. */
export function levelAt(list: Hours[], minute: number): number {
  let level = 1;
  for (const { from, to, level: within } of list) {
    const is = from <= to ? from <= minute && minute < to : minute >= from || minute < to;
    if (is) level = Math.min(level, within);
  }
  return level;
}
