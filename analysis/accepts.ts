/**
 * Whether a declared type allows a value of a type that was seen. Answers only what is certain: a type that comes from
 * another module may be anything.
 *
 * @module
 */

/** A node of the syntax tree, as @babel/parser makes it. */
export interface SyntaxNode {
  // deno-lint-ignore no-explicit-any
  [field: string]: any;
}

/** Types that the module itself declares, by name. */
export type LocalTypes = ReadonlyMap<string, SyntaxNode>;

const KEYWORDS: Readonly<Record<string, readonly string[]>> = {
  TSStringKeyword: ["string"],
  TSNumberKeyword: ["number"],
  TSBooleanKeyword: ["boolean"],
  TSBigIntKeyword: ["bigint"],
  TSSymbolKeyword: ["symbol"],
  TSUndefinedKeyword: ["undefined"],
  TSVoidKeyword: ["undefined"],
  TSNullKeyword: ["null"],
  TSNeverKeyword: [],
  TSTypePredicate: ["boolean"],
  TSArrayType: ["Array"],
  TSTupleType: ["Array"],
  TSTemplateLiteralType: ["string"],
};

/** Classes whose instances are shown under these names, and nothing else is. */
const CLASSES: Readonly<Record<string, string>> = { Array: "Array", ReadonlyArray: "Array" };
const BUILT_IN: ReadonlySet<string> = new Set(["Map", "Set", "WeakMap", "WeakSet", "Promise", "Date", "RegExp"]);

const PRIMITIVES: ReadonlySet<string> = new Set([
  ...["string", "number", "boolean", "bigint", "symbol"],
  ...["undefined", "null"],
]);
/** What is seen where the value itself could not be. */
const VEILED: ReadonlySet<string> = new Set([
  "redacted",
  "accessor",
  "unseen",
  "unknown",
  "reference",
  "hole",
  "Proxy",
]);

const MAX_DEPTH = 20;

/** True, false, or undefined where it cannot be told. */
export function accepts(type: SyntaxNode, seen: string, locals: LocalTypes, depth = 0): boolean | undefined {
  if (VEILED.has(seen) || depth > MAX_DEPTH) return undefined;
  const keyword = KEYWORDS[type.type];
  if (keyword !== undefined) return keyword.includes(seen);
  const inner = (part: SyntaxNode): boolean | undefined => accepts(part, seen, locals, depth + 1);
  switch (type.type) {
    case "TSAnyKeyword":
    case "TSUnknownKeyword":
      return true;
    case "TSObjectKeyword":
    case "TSThisType":
    case "TSMappedType":
      return !PRIMITIVES.has(seen);
    case "TSTypeLiteral":
    case "TSInterfaceBody":
      // `{ length: number }` takes strings too, and `{}` anything but these two.
      return seen === "null" || seen === "undefined" ? false : PRIMITIVES.has(seen) ? undefined : true;
    case "TSFunctionType":
    case "TSConstructorType":
      return seen === "function" || seen === "class";
    case "TSUnionType":
      return some(type.types.map(inner));
    case "TSIntersectionType":
      return type.types.map(inner).includes(false) ? false : undefined;
    case "TSParenthesizedType":
    case "TSOptionalType":
      return inner(type.typeAnnotation);
    case "TSTypeOperator":
      return type.operator === "readonly"
        ? inner(type.typeAnnotation)
        : type.operator === "unique"
        ? seen === "symbol"
        : undefined;
    case "TSLiteralType":
      return literalType(type.literal) === undefined ? undefined : literalType(type.literal) === seen;
    case "TSTypeReference":
      return reference(type, seen, locals, inner);
    default:
      return undefined;
  }
}

function some(answers: readonly (boolean | undefined)[]): boolean | undefined {
  return answers.includes(true) ? true : answers.includes(undefined) ? undefined : false;
}

function literalType({ type }: SyntaxNode): string | undefined {
  if (type === "StringLiteral" || type === "TemplateLiteral") return "string";
  if (type === "NumericLiteral" || type === "UnaryExpression") return "number";
  return type === "BooleanLiteral" ? "boolean" : type === "BigIntLiteral" ? "bigint" : undefined;
}

function reference(
  { typeName }: SyntaxNode,
  seen: string,
  locals: LocalTypes,
  inner: (part: SyntaxNode) => boolean | undefined,
): boolean | undefined {
  const name: string = typeName?.name ?? "";
  const local = locals.get(name);
  if (local !== undefined) {
    // An instance of a class may be of one that extends it; no primitive is.
    if (local.type === "ClassDeclaration") return PRIMITIVES.has(seen) ? false : undefined;
    return local.type === "TSInterfaceDeclaration" ? inner(local.body) : inner(local.typeAnnotation);
  }
  if (CLASSES[name] !== undefined) return seen === CLASSES[name] ? true : PRIMITIVES.has(seen) ? false : undefined;
  if (BUILT_IN.has(name)) return seen === name ? true : PRIMITIVES.has(seen) ? false : undefined;
  if (name === "Record") return !PRIMITIVES.has(seen);
  return name === "Function" ? seen === "function" || seen === "class" : undefined;
}
