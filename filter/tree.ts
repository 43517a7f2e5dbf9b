/** The fields that a filter may name. */
export type Field =
  | "time"
  | "pid"
  | "tid"
  | "depth"
  | "duration"
  | "module"
  | "func"
  | "kind"
  | "arg"
  | "value"
  | "type";

/** Where something stands in the text of the filter, from 0, in UTF-16 code units. */
export interface Span {
  start: number;
  end: number;
}

/** What is compared: a field of the trace, or what lies inside of an argument. */
export type Subject =
  | { field: Field; argument?: undefined; path?: undefined }
  /** `arg.user.id` is the argument `user` and the keys `["id"]`; `return` the argument `return value`. */
  | { field?: undefined; argument: string; path: readonly string[] };

/** How a subject is compared. `!=`, `!~`, `not in` and the turned-round orders are what `not` makes of the others. */
export type Operator = "==" | "!=" | "<" | "<=" | ">" | ">=" | "~" | "!~" | "in" | "not in";

/** A value as it stands in the filter. */
export type Literal =
  & Span
  & (
    | { type: "text"; text: string }
    /** `unit` is what was written behind it, such as `ms`. */
    | { type: "number"; number: number; unit: string }
    | { type: "constant"; name: "true" | "false" | "null" | "undefined" }
  );

/** `subject operator operands`: several operands only with `in` and `not in`. */
export interface Comparison extends Span {
  type: "comparison";
  subject: Subject;
  operator: Operator;
  operands: readonly Literal[];
}

/** A filter as it was written. `and` and `or` have two parts or more. */
export type Tree =
  | Comparison
  | { type: "not"; part: Tree }
  | { type: "and" | "or"; parts: readonly Tree[] };
