/** A line without its end; a line that is too long has no bytes. */
export interface Line {
  readonly line: number;
  readonly bytes: Buffer | undefined;
}

const LF = 0x0a;
const CR = 0x0d;
const MARK = Buffer.from([0xef, 0xbb, 0xbf]);

/** Cuts bytes into lines as they come, and keeps at most one line of bounded length. */
export class LineSplitter {
  private pieces: Buffer[] = [];
  private held = 0;
  private tooLong = false;
  private line = 1;

  constructor(private readonly longest: number) {}

  push(chunk: Buffer): Line[] {
    const lines: Line[] = [];
    let from = 0;
    for (let end = chunk.indexOf(LF); end !== -1; end = chunk.indexOf(LF, from)) {
      this.hold(chunk.subarray(from, end));
      lines.push(this.cut());
      from = end + 1;
    }
    this.hold(chunk.subarray(from));
    return lines;
  }

  /** What is left when no more comes. */
  end(): Line[] {
    return this.held > 0 || this.tooLong ? [this.cut()] : [];
  }

  private hold(piece: Buffer): void {
    if (piece.length === 0 || this.tooLong) return;
    this.held += piece.length;
    this.pieces.push(piece);
    // Beyond what is allowed there may be a byte order mark and the carriage return of the line's end.
    if (this.held <= this.longest + MARK.length + 1) return;
    this.tooLong = true;
    this.pieces = [];
  }

  private cut(): Line {
    const line = { line: this.line, bytes: this.tooLong ? undefined : this.whole() };
    this.line += 1;
    this.pieces = [];
    this.held = 0;
    this.tooLong = false;
    return line;
  }

  private whole(): Buffer | undefined {
    const all = this.pieces.length === 1 ? (this.pieces[0] as Buffer) : Buffer.concat(this.pieces, this.held);
    const unmarked = this.line === 1 && all.subarray(0, 3).equals(MARK) ? all.subarray(3) : all;
    const bytes = unmarked.at(-1) === CR ? unmarked.subarray(0, -1) : unmarked;
    return bytes.length > this.longest ? undefined : bytes;
  }
}
