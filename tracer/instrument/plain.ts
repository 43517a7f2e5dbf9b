/**
 * JavaScript as an engine takes it, from JavaScript or TypeScript: types become spaces, so that nothing moves. Where
 * that is not enough (an enum, JSX, a decorator, an import that a compiler may have to drop), there is no such text.
 *
 * @module
 */
import { forEachChild, isFunction, type Node } from "./node.ts";
import { topLevelNames } from "./scopes.ts";

/** What has to be compiled. */
const COMPILED = new Set([
  ...["JSXElement", "JSXFragment", "Decorator", "ClassAccessorProperty", "TSEnumDeclaration", "TSModuleDeclaration"],
  ...["TSParameterProperty", "TSExportAssignment", "TSImportEqualsDeclaration", "TSTypeAssertion"],
]);
/** Statements and members that are nothing but types. */
const TYPES = new Set([
  ...["TSInterfaceDeclaration", "TSTypeAliasDeclaration", "TSDeclareFunction", "TSDeclareMethod", "TSIndexSignature"],
  "TSNamespaceExportDeclaration",
]);
const MODIFIER = /\b(?:public|private|protected|readonly|override|abstract|declare)\b/g;
const MODIFIED = ["accessibility", "readonly", "override", "abstract"];
const CONTINUES = /^[([`+\-*/,.?<>=&|^%!~]|^in\b|^instanceof\b/;
const GAP = /(?:\s|\/\*[^]*?\*\/|\/\/[^\n\r\u2028\u2029]*)*/y;

/** The module as JavaScript of the same length; undefined where it has to be compiled. */
export function plainText(source: string, file: Node, typescript: boolean): string | undefined {
  try {
    const eraser = new Eraser(source);
    eraser.visit(file.program);
    eraser.comments(file.comments ?? []);
    if (typescript && !importsHold(file.program)) return undefined;
    return eraser.text();
  } catch (error) {
    if (error === NEEDS_COMPILER) return undefined;
    throw error;
  }
}

const NEEDS_COMPILER = new Error("needs a compiler");

class Eraser {
  readonly #source: string;
  /** Start, end and the character that stays in place of the first one. */
  readonly #blanks: { start: number; end: number; first: string }[] = [];

  constructor(source: string) {
    this.#source = source;
  }

  visit(node: Node): void {
    const { type } = node;
    if (TYPES.has(type) || (node.declare && type !== "File")) return this.#erase(node.start, node.end, ";");
    if (type === "BlockStatement" && node.directives.length > 0) this.#directives(node);
    if (COMPILED.has(type) || node.decorators?.length > 0) throw NEEDS_COMPILER;
    if (type === "VariableDeclaration" && /using/.test(node.kind)) throw NEEDS_COMPILER;
    if (/^(?:Import|Export)(?:Named|All|Default)?Declaration$/.test(type)) {
      if (!this.#port(node)) return;
    } else if (type === "TSAsExpression" || type === "TSSatisfiesExpression") {
      this.#eraseBehind(node.expression.end, node.end);
    } else if (type === "TSNonNullExpression") {
      this.#eraseBehind(node.end - 1, node.end);
    } else if (type === "TSInstantiationExpression") {
      this.#eraseBehind(node.expression.end, node.end);
    } else if (isFunction(node)) {
      this.#function(node);
    } else if (/^Class(?:Private)?Property$/.test(type)) {
      this.#field(node);
    } else if (type === "ClassDeclaration" || type === "ClassExpression") {
      this.#class(node);
    } else {
      if (node.typeAnnotation && (type === "Identifier" || /Pattern$|^RestElement$/.test(type))) {
        // With the `?` of an optional parameter.
        const from = node.optional ? this.#lastIndex("?", node.typeAnnotation.start) : node.typeAnnotation.start;
        this.#erase(from, node.typeAnnotation.end);
      } else if (node.optional && type === "Identifier") {
        this.#erase(node.end - 1, node.end);
      }
      if (type === "VariableDeclarator" && node.definite) this.#definite(node.id);
      this.#typeArguments(node);
    }
    forEachChild(node, (child) => this.visit(child));
  }

  /** What cannot be written in ASCII matters to nobody in a comment, but to an engine that reads the text as bytes. */
  comments(comments: Node[]): void {
    for (const { start, end } of comments) {
      const text = this.#source.slice(start, end);
      if (/[^\0-\x7f]/.test(text)) this.#erase(start + 2, text.startsWith("/*") ? end - 2 : end);
    }
  }

  /** The text with all erased. */
  text(): string {
    const parts: string[] = [];
    let from = 0;
    for (const { start, end, first } of this.#blanks.sort((a, b) => a.start - b.start || b.end - a.end)) {
      if (end <= from) continue;
      const begin = Math.max(start, from);
      const blank = this.#source.slice(begin, end).replace(/[^\r\n\u2028\u2029\t]/g, " ");
      parts.push(this.#source.slice(from, begin), begin === start && first ? first + blank.slice(1) : blank);
      from = end;
    }
    parts.push(this.#source.slice(from));
    return parts.join("");
  }

  #erase(start: number, end: number, first = ""): void {
    this.#blanks.push({ start, end, first });
  }

  /** What stood between an expression and the next line kept the two apart. */
  #eraseBehind(start: number, end: number): void {
    GAP.lastIndex = end;
    GAP.test(this.#source);
    const apart = /[\n\r]/.test(this.#source.slice(end, GAP.lastIndex));
    const next = this.#source.slice(GAP.lastIndex, GAP.lastIndex + 12);
    if (apart && CONTINUES.test(next) && !/^[.?,]/.test(next)) throw NEEDS_COMPILER;
    this.#erase(start, end);
  }

  #lastIndex(character: string, before: number): number {
    return this.#source.lastIndexOf(character, before - 1);
  }

  #typeArguments(node: Node): void {
    for (const field of ["typeParameters", "typeArguments", "superTypeParameters", "superTypeArguments"]) {
      const types = node[field];
      if (types) this.#erase(types.start, types.end);
    }
  }

  /** An import or export; tells whether there is code in it. */
  #port(node: Node): boolean {
    const { declaration } = node;
    const typed = declaration && (TYPES.has(declaration.type) || declaration.declare);
    if (typed || node.importKind === "type" || node.exportKind === "type") {
      this.#erase(node.start, node.end, ";");
      return false;
    }
    if (node.attributes?.length > 0 || node.phase) throw NEEDS_COMPILER;
    for (const specifier of node.specifiers ?? []) {
      if (specifier.importKind !== "type" && specifier.exportKind !== "type") continue;
      GAP.lastIndex = specifier.end;
      GAP.test(this.#source);
      const comma = this.#source[GAP.lastIndex] === ",";
      this.#erase(specifier.start, comma ? GAP.lastIndex + 1 : specifier.end);
    }
    return true;
  }

  #function(node: Node): void {
    this.#modifiers(node);
    if (node.optional) this.#erase(this.#lastIndex("?", node.body.start), this.#lastIndex("?", node.body.start) + 1);
    const { typeParameters, returnType, params } = node;
    if (typeParameters) {
      if (node.async && /[\n\r]/.test(this.#source.slice(node.start, typeParameters.end))) throw NEEDS_COMPILER;
      this.#erase(typeParameters.start, typeParameters.end);
    }
    if (returnType) {
      if (node.type === "ArrowFunctionExpression") {
        // No line may begin with `=>`.
        if (/[\n\r]/.test(this.#source.slice(returnType.start, node.body.start).split("=>").slice(0, -1).join())) {
          throw NEEDS_COMPILER;
        }
      }
      this.#erase(returnType.start, returnType.end);
    }
    const first = params[0];
    if (first?.type === "Identifier" && first.name === "this") {
      GAP.lastIndex = first.end;
      GAP.test(this.#source);
      const comma = this.#source[GAP.lastIndex] === ",";
      this.#erase(first.start, comma ? GAP.lastIndex + 1 : first.end);
    }
  }

  #field(node: Node): void {
    this.#modifiers(node);
    const { key, value, typeAnnotation } = node;
    const keyEnd = node.computed ? this.#source.indexOf("]", key.end) + 1 : key.end;
    const end = typeAnnotation ? typeAnnotation.end : (node.optional || node.definite) ? keyEnd + 1 : keyEnd;
    if (end === keyEnd) return;
    // A field without a value may need its semicolon once its type is gone.
    this.#erase(keyEnd, end, value ? "" : ";");
  }

  #class(node: Node): void {
    if (node.abstract) this.#modifiersBetween(node.start, node.start + "abstract".length, false);
    this.#typeArguments(node);
    if (!node.implements?.length) return;
    const first = node.implements[0];
    this.#erase(this.#lastIndex("implements", first.start), node.implements.at(-1).end);
  }

  #modifiers(node: Node): void {
    if (!MODIFIED.some((field) => node[field])) return;
    this.#modifiersBetween(node.start, node.key.start, true);
  }

  #modifiersBetween(start: number, end: number, member: boolean): void {
    const text = this.#source.slice(start, end);
    if (/\/[*/]/.test(text)) throw NEEDS_COMPILER;
    for (const { index, 0: word } of text.matchAll(MODIFIER)) {
      // In a class body a semicolon keeps what follows from being taken for more of the member before.
      this.#erase(start + index, start + index + word.length, member && index === 0 ? ";" : "");
    }
  }

  /** Bun, whose compiler this stands in for, ignores `"use strict"` in functions; what is in a strict module is strict. */
  #directives(block: Node): void {
    for (const { value } of block.directives) {
      if (value.value === "use strict") this.#erase(value.start + 1, value.end - 1);
    }
  }

  #definite(id: Node): void {
    const name = id.typeAnnotation ? id.typeAnnotation.start : id.end;
    const at = this.#lastIndex("!", name + 1);
    this.#erase(at, at + 1);
  }
}

/** Whether every import is of something that the code uses, and no export may be a type. */
function importsHold(program: Node): boolean {
  const body: Node[] = program.body;
  const imported = new Set<string>();
  for (const { type, importKind, specifiers } of body) {
    if (type !== "ImportDeclaration" || importKind === "type") continue;
    for (const specifier of specifiers) if (specifier.importKind !== "type") imported.add(specifier.local.name);
  }
  for (const { type, exportKind, source, specifiers } of body) {
    if (type !== "ExportNamedDeclaration" || exportKind === "type") continue;
    for (const specifier of specifiers ?? []) {
      if (specifier.exportKind === "type" || specifier.type === "ExportNamespaceSpecifier") continue;
      if (source || imported.has(specifier.local.name)) return false;
    }
  }
  if (imported.size === 0) return true;
  const { used } = topLevelNames(program);
  for (const name of imported) if (!used.has(name)) return false;
  return true;
}
