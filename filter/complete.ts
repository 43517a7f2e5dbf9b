import type { StoreReader } from "../store/mod.ts";
import { FIELDS, isField, PATH_OPERATORS, PATH_ROOTS } from "./fields.ts";
import { quoteKey, quoteText } from "./quote.ts";
import { type Token, tokenize } from "./tokens.ts";
import type { Subject } from "./tree.ts";
import { type Known, type Scope, Values } from "./values.ts";

/** Something that can stand at the cursor. */
export interface Candidate {
  /** Takes the place of the text between `from` and `to`. */
  text: string;
  /** How many traces have it; absent for what is no value. */
  count?: number;
  /** What it is, in a few words. */
  about?: string;
}

/** What can stand at the cursor, the likeliest first. */
export interface Completion {
  from: number;
  to: number;
  candidates: Candidate[];
  /** Whether the counts are exact, not estimates. */
  isExact: boolean;
}

/** Completes filters for a database. Keep it: it remembers what it has looked up. */
export interface Completer {
  /** @param cursor in UTF-16 code units, from 0. */
  complete(text: string, cursor: number): Completion;
}

/** More candidates are not given. */
const MAX_CANDIDATES = 100;

type State =
  | { expects: "operand" | "connective" | "list" | "separator" | "nothing" }
  | { expects: "operator" | "value" | "item" | "key" | "index" | "bracket"; subject: Subject };

const TIMES = ["-1s", "-10s", "-1min", "+1s"];
const DURATIONS = ["1us", "10us", "100us", "1ms", "10ms", "100ms", "1s"];
const OPERATORS: ReadonlySet<string> = new Set(["==", "!=", "<", "<=", ">", ">=", "~", "!~"]);
const LITERALS: ReadonlySet<string> = new Set(["text", "number", "word"]);

/** Makes a completer. */
export function createCompleter(reader: StoreReader): Completer {
  const values = new Values(reader);
  return {
    complete(text, cursor) {
      const from = Math.max(0, Math.min(cursor, text.length));
      const [before, prefix] = split(text.slice(0, from));
      const [state, scope] = walk(before);
      const start = prefix?.start ?? from;
      const typed = prefix === undefined ? "" : prefix.type === "text" ? prefix.text : text.slice(start, from);
      const quote = prefix?.type === "text" ? text[start] as "'" | '"' : undefined;
      const all = candidates(state, scope, values, quote);
      const chosen = matching(all, typed).slice(0, MAX_CANDIDATES).map(({ candidate }) => candidate);
      return { from: start, to: endOf(text, from, quote), candidates: chosen, isExact: values.isExact };
    },
  };
}

/** What comes before the cursor, and the token at it that is being written. */
function split(text: string): [before: Token[], prefix: Token | undefined] {
  let tokens: Token[];
  try {
    tokens = tokenize(text).slice(0, -1);
  } catch {
    // A single & or = that is about to become an operator.
    return [[{ type: "symbol", text: "?", start: 0, end: 0 }], undefined];
  }
  const last = tokens.at(-1);
  if (last === undefined || last.end < text.length) return [tokens, undefined];
  if (last.type === "symbol" && !/^[=!<>~&|]/.test(last.text)) return [tokens, undefined];
  if (last.type === "text" && last.closed) return [tokens, undefined];
  return [tokens.slice(0, -1), last];
}

/** The end of the word in which the cursor stands, or behind the quote that closes the text. */
function endOf(text: string, cursor: number, quote: string | undefined): number {
  if (quote !== undefined) return text[cursor] === quote ? cursor + 1 : cursor;
  const rest = /^[\p{ID_Continue}$]*/u.exec(text.slice(cursor));
  return cursor + (rest?.[0].length ?? 0);
}

function walk(tokens: readonly Token[]): [State, Scope] {
  let state: State = { expects: "operand" };
  const scope: Scope = {};
  let isNot = false;
  for (const token of tokens) {
    const text = token.type === "word" || token.type === "symbol" ? token.text : "";
    if (state.expects === "operator" && text.toLowerCase() === "not") {
      isNot = true;
      continue;
    }
    if (token.type === "text" && "subject" in state && (state.expects === "value" || state.expects === "item")) {
      const { field } = state.subject;
      if (field === "func" || field === "arg") scope[field] = token.text;
    }
    state = next(state, token, text, isNot);
    isNot = false;
  }
  return [state, scope];
}

const NOTHING: State = { expects: "nothing" };

function next(state: State, token: Token, text: string, isNot: boolean): State {
  const word = text.toLowerCase();
  switch (state.expects) {
    case "operand":
      if (word === "not" || word === "!" || word === "(") return state;
      if (Object.hasOwn(PATH_ROOTS, text)) {
        return { expects: "operator", subject: { argument: PATH_ROOTS[text], path: [] } };
      }
      return isField(text) ? { expects: "operator", subject: { field: text } } : NOTHING;
    case "operator":
      if (word === "." || word === "[") return { expects: word === "." ? "key" : "index", subject: state.subject };
      if (word === "in") return { expects: "item", subject: state.subject };
      return OPERATORS.has(word) && !isNot ? { expects: "value", subject: state.subject } : NOTHING;
    case "key":
    case "index": {
      const key = token.type === "number" ? String(token.number) : token.type === "end" ? "" : token.text;
      return { expects: state.expects === "key" ? "operator" : "bracket", subject: withKey(state.subject, key) };
    }
    case "bracket":
      return word === "]" ? { expects: "operator", subject: state.subject } : NOTHING;
    case "value":
      return LITERALS.has(token.type) ? { expects: "connective" } : NOTHING;
    case "item":
      if (word === ")") return { expects: "connective" };
      return state;
    case "connective":
      if (["and", "or", "&&", "||"].includes(word)) return { expects: "operand" };
      return word === ")" ? state : NOTHING;
    default:
      return NOTHING;
  }
}

/** `arg` becomes the argument of that name, an argument what lies at that key. */
function withKey(subject: Subject, key: string): Subject {
  if (subject.field !== undefined) return { argument: key, path: [] };
  return { argument: subject.argument, path: [...subject.path, key] };
}

interface Offer {
  /** What the typed text is compared with. */
  word: string;
  candidate: Candidate;
}

function offer(text: string, about?: string): Offer {
  return { word: text, candidate: about === undefined ? { text } : { text, about } };
}

function known(list: readonly Known[], quote: "'" | '"' | undefined): Offer[] {
  return list.map(({ text, count, bare }) => ({
    word: text,
    candidate: { text: bare && quote === undefined ? text : quoteText(text, quote), count },
  }));
}

function candidates(state: State, scope: Scope, values: Values, quote: "'" | '"' | undefined): Offer[] {
  switch (state.expects) {
    case "operand":
      return [
        ...Object.entries(FIELDS).map(([name, { about }]) => offer(name, about)),
        offer("return", "what was returned: return.length > 10"),
        offer("exception", "what was thrown: exception.code == 'ENOENT'"),
        offer("not"),
        offer("("),
      ];
    case "connective":
      return [offer("and"), offer("or")];
    case "operator":
      return (state.subject.field === undefined ? PATH_OPERATORS : FIELDS[state.subject.field].operators)
        .map((operator) => offer(operator));
    case "key":
    case "index": {
      const { field, argument, path } = state.subject;
      const list = field === undefined ? values.keys(argument, path) : values.of("arg");
      return list.map(({ text, count }) => ({
        word: text,
        candidate: { text: state.expects === "key" ? quoteKey(text) : quoteText(text), count },
      }));
    }
    case "value":
    case "item":
      return valueCandidates(state.subject, scope, values, quote);
    default:
      return [];
  }
}

function valueCandidates(subject: Subject, scope: Scope, values: Values, quote: "'" | '"' | undefined): Offer[] {
  const { field } = subject;
  if (field === undefined) return known(values.at(subject.argument, subject.path), quote);
  const examples = field === "time" ? TIMES : field === "duration" ? DURATIONS : undefined;
  if (examples === undefined) return known(values.of(field, scope), quote);
  return examples.map((text) => ({ word: text, candidate: { text: quoteText(text, quote) } }));
}

/** Those that begin with what was typed, then those that hold it; else in the order that they have. */
function matching(offers: readonly Offer[], typed: string): readonly Offer[] {
  if (typed === "") return offers;
  const lower = typed.toLowerCase();
  const beginning = offers.filter(({ word }) => word.toLowerCase().startsWith(lower));
  if (beginning.length >= MAX_CANDIDATES) return beginning;
  const isSymbol = /^\W+$/.test(typed);
  const holding = isSymbol ? [] : offers.filter(({ word }) => word.toLowerCase().indexOf(lower) > 0);
  return [...beginning, ...holding];
}
