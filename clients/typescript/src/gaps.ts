import type { Gap } from "./state.js";

/** What the server keeps a record of beside the log, and refills a hole from. */
const REFILLED = /:alerts$|^session:/;

/** Repeats of more refilled events than this are not recognised; they then come twice. */
const MOST_REMEMBERED = 10_000;

/** A hole, from its announcement to the position that closes it, across reconnections. */
export class GapTracker {
  private readonly open = new Map<string, string>();
  private refilled = new Set<string>();
  private holed = false;

  constructor(private readonly tell: (gap: Gap) => void) {}

  announced(reason: string, rooms: readonly string[]): void {
    this.holed = true;
    if (reason === "not_refilled") {
      for (const room of rooms) this.open.delete(room);
      this.tell({ state: "unfilled", rooms, reason });
      return;
    }
    for (const room of rooms) this.open.set(room, reason);
    this.tell({ state: "open", rooms, reason });
  }

  /**
   * Whether an event without a position is told for the first time: who leaves before a hole is
   * closed is refilled from its beginning again.
   */
  isNew(text: string): boolean {
    if (!this.holed) return true;
    if (this.refilled.has(text)) return false;
    if (this.refilled.size < MOST_REMEMBERED) this.refilled.add(text);
    return true;
  }

  /** A position was told: everything up to it is there, or will never come. */
  closed(): void {
    if (!this.holed) return;
    const rooms = [...this.open];
    this.holed = false;
    this.open.clear();
    this.refilled = new Set();
    for (const state of ["filled", "unfilled"] as const) {
      const some = rooms.filter(([room]) => REFILLED.test(room) === (state === "filled"));
      const first = some[0];
      if (first) this.tell({ state, rooms: some.map(([room]) => room), reason: first[1] });
    }
  }
}
