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

/** What a module's author does not want traced. */
export class Marks {
  /** Whether the whole module is marked, by `// @notrace-file` ahead of its first statement. */
  readonly wholeFile: boolean;
  /** Offsets of what stands behind a comment with `@notrace`. */
  readonly #marked = new Set<number>();

  constructor(source: string, file: Node) {
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
    return node.type === "CallExpression" && isNotrace(node.callee);
  }
}

function isNotrace(node: Node): boolean {
  if (node.type === "CallExpression") return isNotrace(node.callee);
  if (node.type === "MemberExpression") return !node.computed && isNotrace(node.property);
  return node.type === "Identifier" && node.name === "notrace";
}
