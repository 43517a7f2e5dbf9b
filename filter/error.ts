import { TstraceError } from "../errors.ts";

/** A mistake in a filter: says where, what was expected and, where there are few, what would be right. */
export class FilterError extends TstraceError {
  override name = "FilterError";
  /** Where in the text it is, from 0, in UTF-16 code units. */
  readonly start: number;
  /** Where it ends; at least one further than `start` unless the text ends there. */
  readonly end: number;
  /** What could stand there instead, the likeliest first. */
  readonly options: readonly string[];

  constructor(message: string, start: number, end: number, options: readonly string[] = []) {
    super(message, 2);
    this.start = start;
    this.end = end;
    this.options = options;
  }
}
