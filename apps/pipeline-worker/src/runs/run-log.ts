const MOST_LINES = 200;
const MOST_OF_A_LINE = 500;

/** What a run says of itself: the last lines, with the time since it began. */
export class RunLog {
  private readonly lines: string[] = [];
  private left = 0;

  constructor(
    earlier = '',
    private readonly beganMs = performance.now(),
  ) {
    if (earlier !== '') this.lines.push(...earlier.split('\n'));
  }

  add(line: string): void {
    const seconds = ((performance.now() - this.beganMs) / 1000).toFixed(1);
    this.lines.push(`+${seconds}s ${line.slice(0, MOST_OF_A_LINE)}`);
    while (this.lines.length > MOST_LINES) {
      this.lines.shift();
      this.left += 1;
    }
  }

  get text(): string {
    return [...(this.left === 0 ? [] : [`(${this.left} lines before)`]), ...this.lines].join('\n');
  }
}
