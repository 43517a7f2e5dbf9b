/**
 * A mistake that its user can mend, said in one line: what was asked, what was found, what to do.
 * The command line prints the message and exits with `exitCode`; no stack trace.
 */
export class TstraceError extends Error {
  override name = "TstraceError";
  /** 2 where the command was used wrongly, 1 for everything else. */
  readonly exitCode: 1 | 2;

  constructor(message: string, exitCode: 1 | 2 = 1, options?: ErrorOptions) {
    super(message, options);
    this.exitCode = exitCode;
  }
}
