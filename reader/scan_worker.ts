/**
 * The Worker that looks through the rows for the pager: whatever a regular expression does to it, the pager stays
 * alive and can end it. It answers one question after the other and keeps nothing but what it has prepared.
 *
 * @module
 */
import { parentPort, workerData } from "node:worker_threads";
import { createFilter, diagnose, type Filter } from "../filter/mod.ts";
import { openReader } from "../store/mod.ts";
import { createLayout } from "./layout.ts";
import { createMatcher, type Matcher } from "./matcher.ts";
import { compilePattern, findHits, type Pattern } from "./pattern.ts";
import { type Answer, type Envelope, type Goal, type Question, type ScanStart, STARTED } from "./scan_protocol.ts";

const reader = openReader((workerData as ScanStart).database);
const prepared = new Map<string, Matcher>();
let filters: Filter[] = [];

/** Patterns and filters that are kept ready. */
const MAX_PREPARED = 4;

function prepare(goal: Goal): Matcher {
  if ("pattern" in goal) return createMatcher(goal.pattern, reader, createLayout(reader, Infinity));
  filters = goal.filters.map((text) => createFilter(text, reader));
  const [first, ...others] = filters;
  return (from, to) => {
    const ids = first.ids(from, to);
    if (ids.length === 0 || others.length === 0) return ids;
    const sets = others.map((filter) => new Set(filter.ids(from, to)));
    return ids.filter((id) => sets.every((set) => set.has(id)));
  };
}

function rows(goal: Goal, from: number, to: number): number[] {
  const key = JSON.stringify(goal);
  let matcher = prepared.get(key);
  if (matcher === undefined) {
    const oldest = prepared.keys().next().value;
    if (oldest !== undefined && prepared.size >= MAX_PREPARED) prepared.delete(oldest);
    prepared.set(key, matcher = prepare(goal));
  }
  return matcher(from, to);
}

function marks(pattern: Pattern, texts: readonly string[]): number[][] {
  const expression = compilePattern(pattern);
  return texts.map((text) => findHits(text, expression));
}

function answer(question: Question): Answer {
  switch (question.type) {
    case "rows":
      return { type: "rows", ids: rows(question.goal, question.from, question.to) };
    case "marks":
      return { type: "marks", marks: marks(question.pattern, question.texts) };
    case "reason": {
      const last = question.filters.at(-1);
      const found = last === undefined ? undefined : diagnose(createFilter(last, reader), reader);
      if (found === undefined) return { type: "reason", reason: undefined };
      const { message, start, end, options } = found;
      return { type: "reason", reason: { message, start, end, options } };
    }
  }
}

// What is asked first may never be answered: that it runs must be known before.
parentPort?.postMessage(STARTED);

parentPort?.on("message", ({ number, content }: Envelope<Question>) => {
  let reply: Answer;
  try {
    reply = answer(content);
  } catch (error) {
    reply = { type: "error", message: error instanceof Error ? error.message : String(error) };
  }
  parentPort?.postMessage({ number, content: reply } satisfies Envelope<Answer>);
});
