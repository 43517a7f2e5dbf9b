import { parse, type ParserOptions, type ParserPlugin } from "@babel/parser";
import { EarlyError, ParseError } from "./errors.ts";
import type { Node } from "./node.ts";

/** What a module is written in. */
export interface Syntax {
  typescript: boolean;
  jsx: boolean;
}

/**
 * Parses a module of any kind. `sloppy` in the file tells that strict mode would not take it.
 *
 * Throws ParseError with the place (line:column) where the text is no JavaScript or TypeScript, EarlyError where it
 * breaks a rule that the grammar does not show, such as a name declared twice.
 */
export function parseModule(source: string, syntax: Syntax): Node {
  const plugins: ParserPlugin[] = ["decoratorAutoAccessors", "deferredImportEvaluation", "sourcePhaseImports"];
  if (syntax.typescript) plugins.push("typescript");
  if (syntax.jsx) plugins.push("jsx");
  try {
    return parseWith(source, [...plugins, "decorators"]);
  } catch (error) {
    // Decorators of TypeScript's older kind may stand where the standard forbids them, on parameters for one.
    try {
      return parseWith(source, [...plugins, "decorators-legacy"]);
    } catch {
      if (error instanceof EarlyError) throw error;
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
  let file: Node | undefined;
  try {
    file = parse(source, options) as unknown as Node;
    // What is no ES module by its syntax is parsed as one all the same, and would have to keep to strict mode.
    if (file.errors?.length > 0 && file.program.sourceType === "script") file = parseScript(source, options);
  } catch (error) {
    // Nor is `await` a name like others there.
    file = /\b(?:await|yield)\b|\\u/.test(source) ? parseScript(source, options) : undefined;
    if (file === undefined || file.errors?.length > 0) throw error;
  }
  if (file.errors?.length > 0) throw new EarlyError(file.errors[0].message);
  return file;
}

/** Parses sloppy code, where `await` is a name unless that makes no sense. */
function parseScript(source: string, options: ParserOptions): Node {
  const sloppy: ParserOptions = { ...options, sourceType: "script" };
  let file: Node | undefined;
  try {
    file = parse(source, { ...sloppy, allowAwaitOutsideFunction: false }) as unknown as Node;
  } catch {
    // It may wait at its top level.
  }
  if (file === undefined || file.errors?.length > 0) file = parse(source, sloppy) as unknown as Node;
  file.sloppy = true;
  return file;
}
