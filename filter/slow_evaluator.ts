/**
 * Decides whether a trace fits by walking over its decoded record, one comparison at a time. Knows nothing of SQL,
 * of patterns made from texts, or of what can be decided early: what the filters are tested against.
 *
 * @module
 */

/** A value of a program. Objects are plain; instances of `Map` and arrays as they are. */
export type Recorded =
  | undefined
  | null
  | boolean
  | number
  | bigint
  | string
  | Recorded[]
  | Map<string, Recorded>
  | { [key: string]: Recorded };

/** A trace with everything that a filter can see. */
export interface Record {
  id: number;
  /** ns since the recording began. */
  at: number;
  kind: string;
  pid: number;
  tid: number;
  depth: number;
  duration: number | null;
  func: string | null;
  /** As it is shown, and as a whole. */
  modules: [string, string] | null;
  args: { name: string; shown: string; type: string; value: Recorded }[];
}

/** A literal as it was generated: `/…/` for a regular expression. */
export type Value = { text: string } | { number: number } | { word: string } | { interval: [number, number] };

/** An expression as it was generated. */
export type Expression =
  | { is: "and" | "or"; parts: Expression[] }
  | { is: "not"; part: Expression }
  | { is: "field"; field: string; operator: string; values: Value[] }
  | { is: "path"; argument: string; keys: string[]; operator: string; values: Value[] };

type Truth = boolean | null;
type Argument = Record["args"][number] | undefined;

/** Whether the trace fits: with one of its arguments, or without any where it has none. */
export function fits(expression: Expression, record: Record): boolean {
  const candidates: Argument[] = record.args.length === 0 ? [undefined] : record.args;
  return candidates.some((argument) => truth(expression, record, argument) === true);
}

/** Three-valued, as in SQL: null is neither true nor false. */
function truth(expression: Expression, record: Record, argument: Argument): Truth {
  switch (expression.is) {
    case "not": {
      const inner = truth(expression.part, record, argument);
      return inner === null ? null : !inner;
    }
    case "and": {
      const parts = expression.parts.map((part) => truth(part, record, argument));
      return parts.includes(false) ? false : parts.includes(null) ? null : true;
    }
    case "or": {
      const parts = expression.parts.map((part) => truth(part, record, argument));
      return parts.includes(true) ? true : parts.includes(null) ? null : false;
    }
    case "field":
      return fieldTruth(expression.field, expression.operator, expression.values, record, argument);
    case "path":
      return pathTruth(expression, record);
  }
}

function fieldTruth(field: string, operator: string, values: Value[], record: Record, argument: Argument): Truth {
  switch (field) {
    case "pid":
    case "tid":
    case "depth":
    case "duration":
      return record[field] === null ? null : compareNumber(record[field], operator, values);
    case "time":
      return compareTime(record.at, operator, values);
    case "kind":
      return compareText([record.kind], operator, values);
    case "func":
      return record.func === null ? null : compareText([record.func], operator, values);
    case "module":
      return record.modules === null ? null : compareText(record.modules, operator, values);
    case "arg":
      return argument === undefined ? null : compareText([argument.name], operator, values);
    case "type":
      return argument === undefined ? null : compareText([argument.type], operator, values);
    default:
      return argument === undefined ? null : compareValue(argument.shown, argument.type, operator, values);
  }
}

function compareNumber(number: number, operator: string, values: Value[]): Truth {
  const numbers = values.map((value) => "number" in value ? value.number : NaN);
  const [bound] = numbers;
  if (operator === "<") return number < bound;
  if (operator === "<=") return number <= bound;
  if (operator === ">") return number > bound;
  if (operator === ">=") return number >= bound;
  const among = numbers.some((other) => other === number);
  return operator === "==" || operator === "in" ? among : !among;
}

function compareTime(at: number, operator: string, values: Value[]): Truth {
  const micros = Math.floor(at / 1000);
  const [start] = values.map((value) => "interval" in value ? value.interval[0] / 1000 : NaN);
  if (operator === "<") return micros < start;
  if (operator === "<=") return micros <= start;
  if (operator === ">") return micros > start;
  if (operator === ">=") return micros >= start;
  const among = values.some((value) => "interval" in value && at >= value.interval[0] && at < value.interval[1]);
  return operator === "==" || operator === "in" ? among : !among;
}

/** @param forms of which one must be equal, match or stand in the list. */
function compareText(forms: string[], operator: string, values: Value[]): Truth {
  const texts = values.map((value) => "text" in value ? value.text : "");
  if (operator === "~" || operator === "!~") {
    return forms.some((form) => new RegExp(texts[0]).test(form)) === (operator === "~");
  }
  const among = texts.some((text) => forms.some((form) => like([...form], pieces(text))));
  return (operator === "==" || operator === "in") === among;
}

type Piece = { any: true } | { one: true } | { character: string };

function pieces(pattern: string): Piece[] {
  const characters = [...pattern];
  const result: Piece[] = [];
  while (characters.length > 0) {
    const character = characters.shift()!;
    if (character === "%") result.push({ any: true });
    else if (character === "_") result.push({ one: true });
    else if (character === "\\" && (characters[0] === "%" || characters[0] === "_")) {
      result.push({ character: characters.shift()! });
    } else if (character === "\\" && characters[0] === "\\") {
      result.push({ character }, { character: characters.shift()! });
    } else result.push({ character });
  }
  return result;
}

function lower(character: string): string {
  return character >= "A" && character <= "Z" ? String.fromCharCode(character.charCodeAt(0) + 32) : character;
}

/** By a table of which beginnings of the pattern match which beginnings of the text. */
function like(text: string[], pattern: Piece[]): boolean {
  let row = [true, ...text.map(() => false)];
  for (const piece of pattern) {
    const next = ["any" in piece && row[0]];
    for (let i = 0; i < text.length; i++) {
      if ("any" in piece) next.push(row[i + 1] || next[i]);
      else next.push(row[i] && ("one" in piece || lower(piece.character) === lower(text[i])));
    }
    row = next;
  }
  return row[text.length];
}

function asNumber(shown: string, type: string): number | null {
  if (type === "number") return Number(shown);
  return type === "bigint" ? Number(shown.replace("n", "")) : null;
}

function equalsValue(shown: string, type: string, value: Value): boolean {
  if ("number" in value) return asNumber(shown, type) === value.number;
  if ("word" in value) return shown === value.word && ["boolean", "null", "undefined"].includes(type);
  if (!("text" in value)) return false;
  const pattern = pieces(value.text);
  const quote: Piece = { character: '"' };
  const isOpen = pattern.length > 0 && "any" in pattern[pattern.length - 1];
  // As it stands there, or as a string without its quotes; of a text with quotes also without the backslashes.
  const alternatives = [pattern, isOpen ? [quote, ...pattern] : [quote, ...pattern, quote]];
  if (value.text.includes('"')) {
    const inner: Piece[] = [];
    let escaping = false;
    for (const piece of pattern) {
      if ("character" in piece && piece.character === '"' && !escaping) inner.push({ character: "\\" });
      escaping = "character" in piece && piece.character === "\\" && !escaping;
      inner.push(piece);
    }
    alternatives.push(isOpen ? [quote, ...inner] : [quote, ...inner, quote]);
  }
  return alternatives.some((alternative) => like([...shown], alternative));
}

function compareValue(shown: string | null, type: string, operator: string, values: Value[]): Truth {
  if (operator === "==" || operator === "in" || operator === "!=" || operator === "not in") {
    const among = shown !== null && values.some((value) => equalsValue(shown, type, value));
    return (operator === "==" || operator === "in") === among;
  }
  if (shown === null) return null;
  if (operator === "~" || operator === "!~") {
    const expression = new RegExp("text" in values[0] ? values[0].text : "");
    const string = shown.startsWith('"') ? shown.replace(/^"/, "").replace(/"(?=(…\+\d+)?$)/, "") : shown;
    return (expression.test(shown) || expression.test(string)) === (operator === "~");
  }
  const number = asNumber(shown, type);
  return number === null || Number.isNaN(number) ? null : compareNumber(number, operator, values);
}

/** What a value is shown as; null for what has brackets. */
export function show(value: Recorded): [shown: string | null, type: string] {
  switch (typeof value) {
    case "undefined":
      return ["undefined", "undefined"];
    case "boolean":
      return [String(value), "boolean"];
    case "number":
      return [Object.is(value, -0) ? "-0" : String(value), "number"];
    case "bigint":
      return [`${value}n`, "bigint"];
    case "string":
      return [`"${value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n")}"`, "string"];
    default:
      return value === null ? ["null", "null"] : [null, "Object"];
  }
}

function step(value: Recorded, key: string): { value: Recorded } | undefined {
  if (typeof value === "string") return key === "length" ? { value: value.length } : undefined;
  if (Array.isArray(value)) {
    if (key === "length") return { value: value.length };
    return /^\d+$/.test(key) && String(Number(key)) === key && Number(key) < value.length
      ? { value: value[Number(key)] }
      : undefined;
  }
  if (value instanceof Map) {
    if (value.has(key)) return { value: value.get(key) };
    return key === "size" ? { value: value.size } : undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  return Object.hasOwn(value, key) ? { value: value[key] } : undefined;
}

function pathTruth(
  { argument, keys, operator, values }: Extract<Expression, { is: "path" }>,
  record: Record,
): Truth {
  const root = record.args.find(({ name }) => name === argument);
  if (root === undefined) return null;
  if (keys.length === 0) return compareValue(root.shown, root.type, operator, values);
  let found: { value: Recorded } | undefined = { value: root.value };
  for (const key of keys) found = found && step(found.value, key);
  return found === undefined ? null : compareValue(...show(found.value), operator, values);
}
