/** What the files are rendered for. */
export interface Target {
  readonly database: string;
  /** Empty for one node. */
  readonly cluster: string;
}
