/**
 * Settings in a file of the project: `tstrace.config.json`, or a key `tstrace` in `deno.json`, `deno.jsonc` or
 * `package.json`. They are data alone: nothing in them is run.
 *
 * @module
 */
import { InvalidArgumentError } from "commander";
import { delimiter, dirname, resolve } from "node:path";
import { TstraceError } from "../errors.ts";
import { nearest } from "../filter/distance.ts";
import { configFiles, configText, KEY, mayHaveSettings } from "./config_search.ts";
import { type Json, JsonError, type JsonMember, parseJsonc, plainValue } from "./jsonc.ts";
import type { ValueSchema } from "./option_values.ts";
import { shownPath } from "./recordings.ts";
import type { Given, Setting, Settled } from "./settings.ts";

/** A file of settings, and what it says. */
export interface ConfigFile {
  path: string;
  settled: Settled;
}

/**
 * Reads the nearest file that has settings: in `directory` or above it, up to the top of the repository, or else of the
 * project. Undefined where there is none. Throws `TstraceError` (2) for the first mistake in it.
 */
export function readConfig(directory: string, settings: readonly Setting[]): ConfigFile | undefined {
  for (const { path, isOwn } of configFiles(directory)) {
    const content = contentOf(path, isOwn);
    if (content !== undefined) return { path, settled: settle(path, content, settings) };
  }
  return undefined;
}

/** The settings in a file; undefined where it has none, as most that it shares with others. */
function contentOf(path: string, isOwn: boolean): Json | undefined {
  let text: string | undefined;
  try {
    text = configText(path);
    if (!isOwn && !mayHaveSettings(text)) return undefined;
    const json = parseJsonc(text);
    if (isOwn) return json;
    return json.kind === "object" ? json.members.findLast(({ name }) => name === KEY)?.value : undefined;
  } catch (error) {
    if (!isOwn && text === undefined) return undefined;
    const { message } = error as Error;
    const place = error instanceof JsonError ? `:${error.line}:${error.column}` : "";
    throw new TstraceError(`cannot read the settings in ${shownPath(path)}${place}: ${message}`, 2);
  }
}

function settle(path: string, content: Json, settings: readonly Setting[]): Settled {
  const settled = new Map<string, Given>();
  const sections = new Set(settings.map(({ section }) => section).filter((section) => section !== ""));
  const read = (json: Json, section: string): void => {
    const known = settings.filter((setting) => setting.section === section);
    for (const member of membersOf(path, json, section)) {
      const { name, value, line } = member;
      const where = `${shownPath(path)}:${line}`;
      const setting = known.find(({ key }) => key === name);
      if (section === "" && sections.has(name)) read(value, name);
      else if (setting !== undefined) settled.set(setting.id, { value: valueOf(path, where, setting, value), where });
      else if (section !== "" || name !== "$schema") {
        refuseName(where, member, section, [...known.map(({ key }) => key), ...(section === "" ? sections : [])]);
      }
    }
  };
  read(content, "");
  return settled;
}

function membersOf(path: string, json: Json, section: string): readonly JsonMember[] {
  const where = `${shownPath(path)}:${json.line}`;
  if (json.kind !== "object") {
    const what = section === "" ? "the settings are" : `${section} is`;
    throw new TstraceError(`${where}: ${what} ${shown(json)}, and must be an object such as { "db": "a.sqlite" }`, 2);
  }
  const names = new Set<string>();
  for (const { name, line } of json.members) {
    if (names.has(name)) {
      throw new TstraceError(`${shownPath(path)}:${line}: ${JSON.stringify(name)} is set for a second time`, 2);
    }
    names.add(name);
  }
  return json.members;
}

function refuseName(where: string, { name }: JsonMember, section: string, known: readonly string[]): never {
  const camel = name.replace(/^-+/, "").replace(/[-_]+(\w)/g, (_, letter: string) => letter.toUpperCase());
  const meant = known.includes(camel) ? camel : nearest(name, known);
  const hint = meant === undefined ? "tstrace config lists them" : `did you mean ${meant}?`;
  const at = section === "" ? "" : ` in ${section}`;
  throw new TstraceError(`${where}: there is no setting ${shownText(name)}${at}, ${hint}`, 2);
}

function valueOf(path: string, where: string, setting: Setting, json: Json): unknown {
  const { id, schema, option } = setting;
  const refuse = (demand: string): never => {
    throw new TstraceError(`${where}: ${id} is ${shown(json)}, and must ${demand}`, 2);
  };
  const value = plainValue(json);
  if (!isOfType(value, schema)) refuse(`be ${allowedBy(schema)}`);
  if (typeof value === "boolean") return value;
  const text = Array.isArray(value) ? value.join(",") : String(value);
  try {
    const parsed = option.parseArg?.(text, undefined) ?? text;
    if (schema.format === "path") return resolve(dirname(path), text);
    if (schema.format !== "paths") return parsed;
    return text.split(delimiter).filter(Boolean).map((each) => resolve(dirname(path), each)).join(delimiter);
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    if (schema.enum !== undefined) return refuse(`be ${allowedBy(schema)}`);
    return refuse(error.message.replace(/^It must /, "").replace(/\.$/, ""));
  }
}

function isOfType(value: unknown, { type }: ValueSchema): boolean {
  if (type === "array") return Array.isArray(value) && value.every((each) => typeof each === "string");
  if (type === "boolean") return typeof value === "boolean";
  if (type === "string") return typeof value === "string";
  return Number.isInteger(value) || (type !== "integer" && typeof value === "string");
}

function allowedBy({ type, enum: choices, minimum, maximum }: ValueSchema): string {
  if (choices !== undefined) return `one of ${choices.join(", ")}`;
  if (type === "boolean") return "true or false";
  if (type === "array") return "a list of texts";
  if (type === "string") return "a text";
  const bounds = maximum === undefined ? `from ${minimum} on` : `from ${minimum} to ${maximum}`;
  return type === "integer" ? `a whole number ${bounds}` : "a number or a text";
}

function shown(json: Json): string {
  if (json.kind !== "scalar") return json.kind === "array" ? "a list" : "an object";
  return typeof json.value === "string" ? shownText(json.value) : String(json.value);
}

function shownText(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text);
}
