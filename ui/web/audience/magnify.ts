// Looking closer: two fingers, the wheel with Ctrl, or buttons; one finger or
// the mouse moves the enlarged slide. With nothing enlarged, a swipe looks back. All
// of it may begin on a link, which can be as large as the slide: only a tap is the
// link's.

const MOST = 6;
const STEP = 1.5;
/** A finger that moved less than this has tapped. */
const TAP = 10;
const SWIPE = 48;
const DOUBLE_TAP = 300;

export interface MagnifyHandlers {
  onZoom(factor: number): void;
  onTap(): void;
  /** 1 for towards the earlier slide, -1 for towards the later. */
  onSwipe(direction: 1 | -1): void;
}

interface Point {
  x: number;
  y: number;
}

export class Magnifier {
  private factor = 1;
  private x = 0;
  private y = 0;
  private readonly fingers = new Map<number, Point>();
  private start: Point | null = null;
  private moved = false;
  private pinched = false;
  private onLink = false;
  private lastTap = 0;

  constructor(
    private readonly root: HTMLElement,
    private readonly plane: HTMLElement,
    private readonly handlers: MagnifyHandlers,
  ) {
    root.addEventListener("pointerdown", this.onDown);
    root.addEventListener("pointermove", this.onMove);
    root.addEventListener("pointerup", this.onUp);
    root.addEventListener("pointercancel", this.onCancel);
    root.addEventListener("wheel", this.onWheel, { passive: false });
    root.addEventListener("click", this.onClick, true);
    window.addEventListener("resize", () => this.place(this.factor, this.x, this.y));
  }

  get zoomed(): boolean {
    return this.factor > 1;
  }

  get atMost(): boolean {
    return this.factor >= MOST;
  }

  larger(): void {
    this.zoomAt(this.middle(), this.factor * STEP);
  }

  smaller(): void {
    this.zoomAt(this.middle(), this.factor / STEP);
  }

  reset(): void {
    if (this.factor !== 1) this.place(1, 0, 0);
  }

  private middle(): Point {
    return { x: this.root.clientWidth / 2, y: this.root.clientHeight / 2 };
  }

  /** Zooms so that what lies under a point stays there. */
  private zoomAt(at: Point, wanted: number): void {
    const factor = limit(wanted, 1, MOST);
    const ratio = factor / this.factor;
    this.place(factor, at.x - (at.x - this.x) * ratio, at.y - (at.y - this.y) * ratio);
  }

  private place(factor: number, x: number, y: number): void {
    const changed = factor !== this.factor;
    this.factor = factor < 1.02 ? 1 : factor;
    this.x = limit(x, this.root.clientWidth * (1 - this.factor), 0);
    this.y = limit(y, this.root.clientHeight * (1 - this.factor), 0);
    this.plane.style.transform = this.factor === 1 ? "" : `translate(${this.x}px, ${this.y}px) scale(${this.factor})`;
    this.root.classList.toggle("is-zoomed", this.zoomed);
    if (changed) this.handlers.onZoom(this.factor);
  }

  private point(event: { clientX: number; clientY: number }): Point {
    const box = this.root.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  }

  private readonly onDown = (event: PointerEvent): void => {
    if (event.button !== 0) return;
    const onLink = (event.target as Element).closest("a") !== null;
    // Whoever captures it takes the click, too.
    if (!onLink) this.root.setPointerCapture(event.pointerId);
    this.fingers.set(event.pointerId, this.point(event));
    if (this.fingers.size === 1) {
      this.onLink = onLink;
      this.start = this.point(event);
      this.moved = this.pinched = false;
    } else {
      this.pinched = true;
    }
  };

  private readonly onMove = (event: PointerEvent): void => {
    const before = this.fingers.get(event.pointerId);
    if (!before || !this.start) return;
    const now = this.point(event);
    if (distance(now, this.start) > TAP && !this.moved) {
      this.moved = true;
      this.root.setPointerCapture(event.pointerId);
    }
    if (this.fingers.size === 2) {
      const other = Array.from(this.fingers).filter(([id]) => id !== event.pointerId)[0]?.[1];
      if (other) this.pinch(before, now, other);
    } else if (this.zoomed && this.moved) {
      this.place(this.factor, this.x + now.x - before.x, this.y + now.y - before.y);
    }
    this.fingers.set(event.pointerId, now);
  };

  private pinch(before: Point, now: Point, other: Point): void {
    const apart = distance(before, other);
    if (apart < 1) return;
    const middle = between(now, other);
    const shift = between(before, other);
    this.place(this.factor, this.x + middle.x - shift.x, this.y + middle.y - shift.y);
    this.zoomAt(middle, (this.factor * distance(now, other)) / apart);
  }

  private readonly onUp = (event: PointerEvent): void => {
    const { start } = this;
    if (!this.fingers.delete(event.pointerId)) return;
    // What clicks without a finger comes later than the click of this one.
    if (this.fingers.size === 0) window.setTimeout(() => this.fingers.size === 0 && (this.moved = this.pinched = false));
    if (this.fingers.size > 0 || !start || this.pinched) return;
    const now = this.point(event);
    const right = now.x - start.x;
    if (!this.moved) {
      if (!this.onLink) this.tapped(now, event.pointerType === "touch");
    } else if (!this.zoomed && event.pointerType === "touch" && Math.abs(right) > SWIPE && Math.abs(right) > 1.5 * Math.abs(now.y - start.y)) {
      this.handlers.onSwipe(right > 0 ? 1 : -1);
    }
  };

  private readonly onClick = (event: MouseEvent): void => {
    if (!this.moved && !this.pinched) return;
    event.preventDefault();
    event.stopPropagation();
  };

  private readonly onCancel = (event: PointerEvent): void => {
    this.fingers.delete(event.pointerId);
  };

  private tapped(at: Point, touch: boolean): void {
    const now = Date.now();
    if (touch && now - this.lastTap < DOUBLE_TAP) {
      this.lastTap = 0;
      if (this.zoomed) this.reset();
      else this.zoomAt(at, 2.5);
      return;
    }
    this.lastTap = now;
    this.handlers.onTap();
  }

  private readonly onWheel = (event: WheelEvent): void => {
    if (event.ctrlKey) {
      event.preventDefault();
      this.zoomAt(this.point(event), this.factor * Math.exp(-limit(event.deltaY, -50, 50) / 100));
    } else if (this.zoomed) {
      event.preventDefault();
      this.place(this.factor, this.x - event.deltaX, this.y - event.deltaY);
    }
  };
}

function limit(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}

function distance(a: Point, b: Point): number {
  return Math.sqrt((a.x - b.x) ** 2 + (a.y - b.y) ** 2);
}

function between(a: Point, b: Point): Point {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}
