import type { Node } from "./node.ts";
import { forEachChild, isFunction } from "./node.ts";
import { parseModule, type Syntax } from "./parse.ts";
import type { FunctionInfo } from "./visitor.ts";

/** A function or class of a module. */
interface Piece {
  node: Node;
  isClass: boolean;
}

/**
 * The functions of a module as its runtime's compiler prints them. It prints a module's functions in their order, so
 * that they are known by it.
 */
export class PrintedText {
  readonly #printed: string;
  readonly #own: Piece[];
  readonly #theirs: Piece[];
  readonly #functions: FunctionInfo[];

  /** `source` is the module's text, `printed` what the compiler makes of it. */
  constructor(source: string, syntax: Syntax, printed: string, functions: FunctionInfo[]) {
    this.#printed = printed;
    this.#functions = functions;
    this.#own = pieces(parseModule(source, syntax));
    this.#theirs = pieces(parseModule(printed, { typescript: false, jsx: false }));
  }

  /** The text of the smallest function, or class, that holds all of these functions; undefined where it is not known. */
  find(indexes: number[], isClass: boolean): string | undefined {
    if (this.#own.length !== this.#theirs.length) return undefined;
    const places = indexes.map((index) => this.#functions[index]);
    const held = this.#own.filter(({ node, isClass }) =>
      !isClass && places.some(({ line, column }) => isAt(node, line, column))
    );
    if (held.length < indexes.length) return undefined;
    const holds = ({ node }: Piece): boolean =>
      held.every((inner) => node.start <= inner.node.start && inner.node.end <= node.end);
    const at = this.#own.findLastIndex((piece) => piece.isClass === isClass && holds(piece));
    const theirs = this.#theirs[at];
    if (!theirs || theirs.isClass !== isClass) return undefined;
    const text = this.#printed.slice(theirs.node.start, theirs.node.end);
    return theirs.node.static ? text.replace(/^static\s+/, "") : text;
  }
}

function isAt(node: Node, line: number, column: number): boolean {
  return node.loc.start.line === line && node.loc.start.column === column - 1;
}

/** All functions and classes, in the order of the source, outer ones first. */
function pieces(file: Node): Piece[] {
  const found: Piece[] = [];
  const visit = (node: Node): void => {
    if (node.declare) return;
    const isClass = node.type === "ClassDeclaration" || node.type === "ClassExpression";
    if (isClass || isFunction(node)) found.push({ node, isClass });
    forEachChild(node, visit);
  };
  visit(file.program);
  return found;
}
