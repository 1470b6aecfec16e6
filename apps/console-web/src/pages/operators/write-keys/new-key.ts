/** What the form of a new key says. */
export interface KeyDraft {
  readonly name: string;
  readonly sources: string;
  readonly types: string;
  readonly origins: string;
  readonly imports: boolean;
  readonly requestsPerSecond: number | undefined;
}

export const EMPTY_KEY: KeyDraft = {
  name: '',
  sources: '',
  types: '',
  origins: '',
  imports: false,
  requestsPerSecond: undefined,
};

/** One a line, each once. */
const linesOf = (text: string): string[] => [
  ...new Set(
    text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  ),
];

export const newKeyOf = ({ name, sources, types, origins, imports, requestsPerSecond }: KeyDraft) => ({
  name: name.trim(),
  sources: linesOf(sources),
  types: linesOf(types),
  allowed_origins: linesOf(origins),
  imports,
  ...(requestsPerSecond !== undefined && { requests_per_second: requestsPerSecond }),
});
