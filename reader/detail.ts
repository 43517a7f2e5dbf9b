/** The detail pane: what is shown of the current row in full. */
export interface Detail {
  /** The line of the pane at its top. */
  readonly top: number;
  /** The line of the pane that keys act on. */
  readonly line: number;
  /** Whether parts of it are unfolded, by their paths, where they are not as they are by default. */
  readonly open: ReadonlyMap<string, boolean>;
}
