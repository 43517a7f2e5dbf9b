import type { Node } from "./node.ts";

interface Comment {
  value: string;
  start: number;
  end: number;
}

const MARK = /@notrace(?![\w-])/;
const FILE_MARK = /@notrace-file\b/;
/** White space and comments: what may stand between a mark and what it marks. */
const GAP = /(?:\s|\/\*[^]*?\*\/|\/\/[^\n\r\u2028\u2029]*)*/y;

const EXPORTING = new Set(["defineProperty", "forEach"]);
const EXPORTS =
  /^Object\.(?:defineProperty\(\s*(?:module\.)?exports\b|keys\([\w$.]+\)\.forEach\(\s*function[^]*\bexports\b)/;

/** What is not traced: what a module's author marked, and what has to stay as it is written. */
export class Marks {
  /** Whether the whole module is marked, by `// @notrace-file` ahead of its first statement. */
  readonly wholeFile: boolean;
  /** Offsets of what stands behind a comment with `@notrace`. */
  readonly #marked = new Set<number>();
  readonly #source: string;

  constructor(source: string, file: Node) {
    this.#source = source;
    const comments: Comment[] = file.comments ?? [];
    const first = file.program.body[0]?.start ?? source.length;
    this.wholeFile = comments.some(({ value, start }) => start < first && FILE_MARK.test(value));
    for (const { value, end } of comments) {
      if (!MARK.test(value)) continue;
      GAP.lastIndex = end;
      GAP.test(source);
      this.#marked.add(GAP.lastIndex);
    }
  }

  /** Whether neither this nor what is in it is to be traced: by a comment, `@notrace` or `notrace(…)`. */
  has(node: Node): boolean {
    if (this.#marked.has(node.start)) return true;
    if (node.decorators?.some((decorator: Node) => isNotrace(decorator.expression))) return true;
    return node.type === "CallExpression" && (isNotrace(node.callee) || this.#definesExports(node));
  }

  /**
   * Node finds out what a CommonJS module exports from its text, which for these forms has to be just as compilers
   * write it (https://github.com/nodejs/cjs-module-lexer).
   */
  #definesExports({ callee, start, end }: Node): boolean {
    if (callee.type !== "MemberExpression" || !EXPORTING.has(callee.property.name)) return false;
    return EXPORTS.test(this.#source.slice(start, end));
  }
}

function isNotrace(node: Node): boolean {
  if (node.type === "CallExpression") return isNotrace(node.callee);
  if (node.type === "MemberExpression") return !node.computed && isNotrace(node.property);
  return node.type === "Identifier" && node.name === "notrace";
}
