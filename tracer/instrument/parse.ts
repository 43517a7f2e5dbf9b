import { parse, type ParserOptions, type ParserPlugin } from "@babel/parser";
import type { Node } from "./node.ts";

/** What a module is written in. */
export interface Syntax {
  typescript: boolean;
  jsx: boolean;
}

/** A module that does not parse. The runtime says so itself: this is for the one warning of ours. */
export class ParseError extends Error {
  override name = "ParseError";
}

/**
 * Parses a module of any kind. What only the meaning of the program forbids (a name declared twice, say) is
 * left for the runtime to find.
 *
 * Throws ParseError with the place (line:column) where the text is no JavaScript or TypeScript.
 */
export function parseModule(source: string, syntax: Syntax): Node {
  const plugins: ParserPlugin[] = ["decoratorAutoAccessors"];
  if (syntax.typescript) plugins.push("typescript");
  if (syntax.jsx) plugins.push("jsx");
  try {
    return parseWith(source, [...plugins, "decorators"]);
  } catch (error) {
    // Decorators of TypeScript's older kind may stand where the standard forbids them, on parameters for one.
    try {
      return parseWith(source, [...plugins, "decorators-legacy"]);
    } catch {
      throw new ParseError(error instanceof Error ? error.message : String(error));
    }
  }
}

function parseWith(source: string, plugins: ParserPlugin[]): Node {
  const options: ParserOptions = {
    sourceType: "unambiguous",
    plugins,
    allowAwaitOutsideFunction: true,
    allowReturnOutsideFunction: true,
    allowSuperOutsideMethod: true,
    allowNewTargetOutsideFunction: true,
    allowUndeclaredExports: true,
    createParenthesizedExpressions: true,
    errorRecovery: true,
    attachComment: false,
  };
  return parse(source, options) as unknown as Node;
}
