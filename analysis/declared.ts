/**
 * The types that the source declares.
 *
 * @module
 */
import { parse, type ParserPlugin } from "@babel/parser";
import { readFileSync, statSync } from "node:fs";
import { accepts, type LocalTypes, type SyntaxNode } from "./accepts.ts";
import type { CatalogueFunction } from "./catalogue.ts";

/** A type as it is declared. */
export interface DeclaredType {
  text: string;
  /** Whether it allows a value of a type that was seen; undefined where that cannot be told. */
  accepts(seen: string): boolean | undefined;
}

/** What a function declares. */
export interface DeclaredFunction {
  params: ReadonlyMap<string, DeclaredType>;
  returned: DeclaredType | undefined;
}

/** Finds what functions declare, as long as their sources are there and are what was recorded. */
export class Declarations {
  /** Modules whose source is gone or was changed since it was recorded, or does not parse. */
  readonly missing = new Set<string>();
  readonly #recordedMs: number;
  readonly #modules = new Map<string, Map<string, DeclaredFunction>>();

  /** @param recordedMs when the recording ended, ms since 1970: what was changed later is not what ran. */
  constructor(recordedMs: number) {
    this.#recordedMs = recordedMs;
  }

  find({ path, line, column }: CatalogueFunction): DeclaredFunction | undefined {
    let found = this.#modules.get(path);
    if (found === undefined) this.#modules.set(path, found = this.#read(path));
    return found.get(`${line}:${column}`);
  }

  #read(path: string): Map<string, DeclaredFunction> {
    if (!/\.[cm]?tsx?$/.test(path)) return new Map();
    try {
      const location = path.startsWith("file:") ? new URL(path) : path;
      if (statSync(location).mtimeMs <= this.#recordedMs) return readModule(readFileSync(location, "utf8"), path);
    } catch {
      // Gone, or no module that can be parsed: there is nothing to compare with.
    }
    this.missing.add(path);
    return new Map();
  }
}

/** The functions of a module by the place where they begin, `line:column`, both from 1. */
function readModule(source: string, path: string): Map<string, DeclaredFunction> {
  const plugins: ParserPlugin[] = ["typescript", "decorators-legacy", "decoratorAutoAccessors"];
  if (path.endsWith("x")) plugins.push("jsx");
  const file: SyntaxNode = parse(source, {
    sourceType: "unambiguous",
    plugins,
    errorRecovery: true,
    attachComment: false,
  });
  const functions = new Map<string, DeclaredFunction>();
  const locals = new Map<string, SyntaxNode>();
  const found: SyntaxNode[] = [];
  collect(file.program, found, locals);
  for (const node of found) {
    const { line, column } = node.loc.start;
    functions.set(`${line}:${column + 1}`, declaredBy(node, source, locals));
  }
  return functions;
}

function collect(root: SyntaxNode, functions: SyntaxNode[], locals: Map<string, SyntaxNode>): void {
  const open: SyntaxNode[] = [root];
  while (open.length > 0) {
    const node = open.pop() as SyntaxNode;
    if (Array.isArray(node.params) && node.body !== undefined && typeof node.type === "string") functions.push(node);
    const isType = /^(TSTypeAliasDeclaration|TSInterfaceDeclaration|ClassDeclaration)$/.test(node.type);
    // A type with parameters means something else at each place.
    if (isType && node.id && !node.typeParameters) locals.set(node.id.name, node);
    for (const key in node) {
      const value = node[key];
      if (key !== "loc" && typeof value === "object" && value !== null) open.push(value);
    }
  }
}

function declaredBy(node: SyntaxNode, source: string, locals: LocalTypes): DeclaredFunction {
  const params = new Map<string, DeclaredType>();
  for (const param of node.params) {
    const declared = param.type === "TSParameterProperty" ? param.parameter : param;
    const target = declared.type === "AssignmentPattern" ? declared.left : declared;
    const annotation = target.typeAnnotation?.typeAnnotation;
    if (target.type !== "Identifier" || annotation === undefined) continue;
    const optional = target.optional === true || declared !== target;
    params.set(target.name, typed(annotation, source, locals, optional));
  }
  const returned = node.returnType?.typeAnnotation;
  const result = returned === undefined ? undefined : resultOf(node, returned);
  return { params, returned: result === undefined ? undefined : typed(result, source, locals, false) };
}

/** What a `return` must give: of an async function what the promise holds; generators say it otherwise. */
function resultOf({ async, generator }: SyntaxNode, returned: SyntaxNode): SyntaxNode | undefined {
  if (generator || returned.asserts) return undefined;
  if (!async) return returned;
  const args = returned.typeParameters ?? returned.typeArguments;
  return returned.typeName?.name === "Promise" ? args?.params[0] : undefined;
}

function typed(type: SyntaxNode, source: string, locals: LocalTypes, optional: boolean): DeclaredType {
  const text = source.slice(type.start, type.end).replace(/\s+/g, " ");
  return {
    text: optional ? `${text} | undefined` : text,
    accepts: (seen) => optional && seen === "undefined" ? true : accepts(type, seen, locals),
  };
}
