import { nearest } from "./distance.ts";
import { FilterError } from "./error.ts";
import { checkOperands } from "./operands.ts";
import { FIELDS, isField, KEYWORDS, PATH_OPERATORS, PATH_ROOTS } from "./fields.ts";
import { type Token, tokenize } from "./tokens.ts";
import type { Literal, Operator, Span, Subject, Tree } from "./tree.ts";

/** Deeper nesting of parentheses and `not` is refused. */
const MAX_DEPTH = 100;
/** More keys in a path are refused; no value is recorded so deep. */
const MAX_KEYS = 32;

const OPERATORS: ReadonlySet<string> = new Set(["==", "!=", "<", "<=", ">", ">=", "~", "!~"]);
const CONSTANTS: ReadonlySet<string> = new Set(["true", "false", "null", "undefined"]);
const AND: ReadonlySet<string> = new Set(["and", "&&"]);
const OR: ReadonlySet<string> = new Set(["or", "||"]);
const NOT: ReadonlySet<string> = new Set(["not", "!"]);
const SUBJECTS: readonly string[] = [...Object.keys(FIELDS), ...Object.keys(PATH_ROOTS)];

/**
 * Reads a filter.
 *
 * @throws {FilterError} with the place of the first mistake.
 */
export function parseFilter(source: string): Tree {
  // What is no Unicode cannot be in the database either: SQLite would get U+FFFD for it.
  const tree = new Parser(source.toWellFormed()).parse();
  checkOperands(tree);
  return tree;
}

class Parser {
  readonly #source: string;
  readonly #tokens: Token[];
  #next = 0;
  #depth = 0;

  constructor(source: string) {
    this.#source = source;
    this.#tokens = tokenize(source);
  }

  parse(): Tree {
    const tree = this.#list("or");
    const rest = this.#peek();
    if (rest.type === "end") return tree;
    if (this.#is(new Set([")"]))) throw this.#error("there is no ( for this )", rest);
    throw this.#error(`expected and, or or the end, found ${this.#show(rest)}`, rest, ["and", "or"]);
  }

  #peek(): Token {
    return this.#tokens[this.#next];
  }

  #take(): Token {
    const token = this.#tokens[this.#next];
    if (token.type !== "end") this.#next++;
    return token;
  }

  /** Whether the next token is one of these words or symbols; words in any case. */
  #is(texts: ReadonlySet<string>): boolean {
    const token = this.#peek();
    return (token.type === "word" && texts.has(token.text.toLowerCase())) ||
      (token.type === "symbol" && texts.has(token.text));
  }

  #list(type: "and" | "or"): Tree {
    const part = type === "or" ? (): Tree => this.#list("and") : (): Tree => this.#operand();
    const first = part();
    const words = type === "or" ? OR : AND;
    if (!this.#is(words)) return first;
    const parts = [first];
    while (this.#is(words)) {
      this.#take();
      parts.push(part());
    }
    return { type, parts };
  }

  #operand(): Tree {
    const token = this.#peek();
    const isNot = this.#is(NOT);
    if (!isNot && !(token.type === "symbol" && token.text === "(")) return this.#comparison();
    if (++this.#depth > MAX_DEPTH) throw this.#error(`nested more than ${MAX_DEPTH} deep`, token);
    this.#take();
    const tree: Tree = isNot ? { type: "not", part: this.#operand() } : this.#parenthesised(token);
    this.#depth--;
    return tree;
  }

  #parenthesised(open: Token): Tree {
    const tree = this.#list("or");
    const token = this.#take();
    if (token.type === "symbol" && token.text === ")") return tree;
    if (token.type === "end") throw this.#error("the ) for this ( is missing", open);
    throw this.#error(`expected and, or or ), found ${this.#show(token)}`, token, ["and", "or", ")"]);
  }

  #comparison(): Tree {
    const { start } = this.#peek();
    const subject = this.#subject();
    const [operator, token] = this.#operator(subject);
    const operands = operator === "in" || operator === "not in" ? this.#items() : [this.#literal()];
    const tree: Tree = {
      type: "comparison",
      subject,
      operator,
      operands,
      start,
      end: this.#tokens[this.#next - 1].end,
    };
    const after = this.#peek();
    if (after.type === "symbol" && OPERATORS.has(after.text)) {
      throw this.#error(`expected and, or or the end, found a second comparison ${after.text}`, after, ["and", "or"]);
    }
    if (operands.length === 0) throw this.#error("the list is empty", token);
    return tree;
  }

  #subject(): Subject {
    const token = this.#take();
    if (token.type !== "word") {
      const also = token.type === "text" ? ", the field goes to the left of the operator" : "";
      throw this.#error(`expected a field, found ${this.#show(token)}${also}`, token, SUBJECTS);
    }
    const after = this.#peek();
    const dotted = after.type === "symbol" && (after.text === "." || after.text === "[");
    const root = Object.hasOwn(PATH_ROOTS, token.text) ? PATH_ROOTS[token.text] : undefined;
    if (root !== undefined) return { argument: root, path: this.#keys() };
    if (dotted && token.text === "arg") {
      const [argument, ...path] = this.#keys();
      return { argument, path };
    }
    if (dotted) throw this.#error(`only arg, return and exception have something inside, not ${token.text}`, after);
    if (isField(token.text)) return { field: token.text };
    if (KEYWORDS.has(token.text.toLowerCase())) {
      throw this.#error(`expected a field, found ${this.#show(token)}`, token, SUBJECTS);
    }
    const meant = nearest(token.text, SUBJECTS);
    if (meant === undefined && after.type === "end") {
      const option = `func == '${token.text}'`;
      throw this.#error(`there is no field ${token.text}, a function is found by ${option}`, token, [option]);
    }
    const hint = meant === undefined ? `the fields are ${SUBJECTS.join(" ")}` : `did you mean ${meant}?`;
    throw this.#error(`there is no field ${token.text}, ${hint}`, token, meant === undefined ? SUBJECTS : [meant]);
  }

  /** `.key`, `."key"` and `[key]`, as often as they come. */
  #keys(): string[] {
    const keys: string[] = [];
    for (let token = this.#peek(); token.type === "symbol"; token = this.#peek()) {
      if (token.text !== "." && token.text !== "[") break;
      this.#take();
      const key = this.#take();
      if (key.type === "number" && token.text === "[" && Number.isInteger(key.number) && key.unit === "") {
        keys.push(String(key.number));
      } else if (key.type === "text" && key.closed) {
        keys.push(key.text);
      } else if (key.type === "word" && token.text === ".") {
        keys.push(key.text);
      } else {
        const what = token.text === "." ? "a key" : "an index or a key in quotes";
        throw this.#error(`expected ${what}, found ${this.#show(key)}`, key);
      }
      if (keys.length > MAX_KEYS) throw this.#error(`the path has more than ${MAX_KEYS} keys`, key);
      if (token.text === "[" && !this.#skip("]")) throw this.#error("the ] for this [ is missing", token);
    }
    return keys;
  }

  #operator(subject: Subject): [Operator, Token] {
    const token = this.#take();
    const allowed = subject.field === undefined ? PATH_OPERATORS : FIELDS[subject.field].operators;
    const name = subject.field ?? "a path";
    let text = token.type === "word" ? token.text.toLowerCase() : token.type === "symbol" ? token.text : "";
    if (text === "not" && this.#is(new Set(["in"]))) text = `not ${(this.#take(), "in")}`;
    if (!OPERATORS.has(text) && text !== "in" && text !== "not in") {
      throw this.#error(`expected an operator after ${name}, found ${this.#show(token)}`, token, allowed);
    }
    if (!allowed.includes(text as Operator)) {
      throw this.#error(`${name} cannot be compared by ${text}, only by ${allowed.join(" ")}`, token, allowed);
    }
    return [text as Operator, token];
  }

  #items(): Literal[] {
    const open = this.#peek();
    if (!this.#skip("(")) throw this.#error(`expected ( and a list, found ${this.#show(open)}`, open, ["("]);
    const items: Literal[] = [];
    if (this.#skip(")")) return items;
    do items.push(this.#literal()); while (this.#skip(","));
    const close = this.#peek();
    if (this.#skip(")")) return items;
    if (close.type === "end") throw this.#error("the ) for this ( is missing", open);
    throw this.#error(`expected , or ) in the list, found ${this.#show(close)}`, close, [",", ")"]);
  }

  #skip(symbol: string): boolean {
    const token = this.#peek();
    if (token.type !== "symbol" || token.text !== symbol) return false;
    this.#next++;
    return true;
  }

  #literal(): Literal {
    const token = this.#take();
    const { start, end } = token;
    if (token.type === "text") {
      if (token.closed) return { type: "text", text: token.text, start, end };
      throw this.#error("the text is not closed, its quote is missing", { start, end: start + 1 });
    }
    if (token.type === "number") {
      return { type: "number", number: token.number, unit: token.unit, start, end };
    }
    if (token.type === "word" && CONSTANTS.has(token.text)) {
      return { type: "constant", name: token.text as "true" | "false" | "null" | "undefined", start, end };
    }
    const plain = token.type === "word" && !KEYWORDS.has(token.text.toLowerCase());
    const hint = plain ? `, text goes into quotes: '${token.text}'` : "";
    throw this.#error(`expected a value, found ${this.#show(token)}${hint}`, token, plain ? [`'${token.text}'`] : []);
  }

  #show(token: Token): string {
    if (token.type === "end") return "the end";
    const text = this.#source.slice(token.start, token.end);
    return text.length > 40 ? `${text.slice(0, 40)}…` : text;
  }

  #error(message: string, span: Span, options: readonly string[] = []): FilterError {
    return new FilterError(message, span.start, span.end, options);
  }
}
