/** One block of a text/event-stream. What it did not have is undefined. */
export interface Frame {
  readonly event: string;
  /** Undefined: the block only moves the position or sets the pause. */
  readonly data: string | undefined;
  readonly id: string | undefined;
  readonly retryMillis: number | undefined;
}

/**
 * Turns text, cut anywhere, into frames, as the HTML standard has it (section 9.2.6): lines end
 * with LF, CR or CRLF, and a block that the connection cuts off is no frame.
 */
export class FrameReader {
  private rest = "";
  private begun = false;
  private data: string[] = [];
  private event = "";
  private id: string | undefined;
  private retry: number | undefined;
  private empty = true;

  feed(text: string): Frame[] {
    if (!this.begun && text !== "") {
      this.begun = true;
      if (text.startsWith("\uFEFF")) text = text.slice(1);
    }
    // A CR at the end may be half of a CRLF: it waits for what comes after it.
    const lines = (this.rest + text).split(/\r\n|\n|\r(?!$)/);
    this.rest = lines.pop() ?? "";
    const frames: Frame[] = [];
    for (const line of lines) {
      if (line !== "") this.field(line);
      else if (!this.empty) frames.push(this.take());
    }
    return frames;
  }

  private field(line: string): void {
    const colon = line.indexOf(":");
    if (colon === 0) return;
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + (line[colon + 1] === " " ? 2 : 1));
    if (name === "data") this.data.push(value);
    else if (name === "event") this.event = value;
    else if (name === "id" && !value.includes("\0")) this.id = value;
    else if (name === "retry" && /^\d+$/.test(value)) this.retry = Number(value);
    else return;
    this.empty = false;
  }

  private take(): Frame {
    const frame: Frame = {
      event: this.event,
      data: this.data.length === 0 ? undefined : this.data.join("\n"),
      id: this.id,
      retryMillis: this.retry,
    };
    this.data = [];
    this.event = "";
    this.id = this.retry = undefined;
    this.empty = true;
    return frame;
  }
}
