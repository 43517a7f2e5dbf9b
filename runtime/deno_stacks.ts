import { isAbsolute } from "node:path";
import { pathToFileURL } from "node:url";

/** A place in a stack. */
interface CallSite {
  getFileName(): string | null | undefined;
  getLineNumber(): number | null;
  getColumnNumber(): number | null;
  getFunctionName(): string | null;
  getTypeName(): string | null;
  getMethodName(): string | null;
  getEvalOrigin(): string | undefined;
  getPromiseIndex(): number | null;
  isToplevel(): boolean;
  isConstructor(): boolean;
  isAsync(): boolean;
  isPromiseAll(): boolean;
  isNative(): boolean;
  isEval(): boolean;
}

/** A place as Deno writes it in a stack, which is not quite what the place itself would say. */
export function describeSite(site: CallSite): string {
  const start = site.isAsync() ? "async " : "";
  if (site.isPromiseAll()) return `${start}Promise.all (index ${site.getPromiseIndex()})`;
  const name = site.getFunctionName();
  const place = location(site);
  if (site.isConstructor()) return `${start}new ${name || "<anonymous>"} (${place})`;
  if (site.isToplevel()) return name ? `${start}${name} (${place})` : start + place;
  const type = site.getTypeName();
  const method = site.getMethodName();
  if (!name) return `${start}${type ? `${type}.` : ""}${method || "<anonymous>"} (${place})`;
  const typed = type && !name.startsWith(type) ? `${type}.${name}` : name;
  return `${start}${typed}${method && !name.endsWith(method) ? ` [as ${method}]` : ""} (${place})`;
}

function location(site: CallSite): string {
  if (site.isNative()) return "native";
  const file = site.getFileName();
  const origin = site.isEval() ? site.getEvalOrigin() : undefined;
  const name = file
    ? (isAbsolute(file) ? pathToFileURL(file).href : file)
    : origin
    ? `${origin}, <anonymous>`
    : "<anonymous>";
  const line = site.getLineNumber();
  if (line === null) return name;
  const column = site.getColumnNumber();
  return column === null ? `${name}:${line}` : `${name}:${line}:${column}`;
}
