import { forEachChild, isFunction, type Node } from "./node.ts";

/** A stretch of a program with names of its own, inside another. */
interface Scope {
  names: Set<string>;
  outer: Scope | undefined;
}

/** What a module's code refers to outside of all inner scopes, and what its top level declares. */
export interface TopLevelNames {
  used: Set<string>;
  declared: Set<string>;
}

/** Nodes whose names are no references. */
const NO_REFERENCES = new Set([
  "MetaProperty",
  "ImportDeclaration",
  "BreakStatement",
  "ContinueStatement",
  "PrivateName",
]);

/** Nodes of TypeScript that hold code; the others are types. */
const TYPESCRIPT_CODE =
  /^TS(?:As|Satisfies|NonNull|Instantiation)Expression$|^TS(?:TypeAssertion|ParameterProperty)$|^TS(?:Enum|Module|Export|Import|External)/;

/** Which names a module refers to that belong to its top level, or to what is around it. */
export function topLevelNames(program: Node): TopLevelNames {
  const used = new Set<string>();
  const declared = new Set<string>();
  for (const statement of program.body) declareStatement(statement, declared);
  declareVars(program, declared);
  refer(program, { names: new Set(), outer: undefined }, used);
  return { used, declared };
}

function refer(node: Node, scope: Scope, used: Set<string>): void {
  if (node.declare || NO_REFERENCES.has(node.type)) return;
  if (node.type.startsWith("TS") && !TYPESCRIPT_CODE.test(node.type)) return;
  switch (node.type) {
    case "Identifier":
    case "JSXIdentifier":
      for (let at: Scope | undefined = scope; at; at = at.outer) if (at.names.has(node.name)) return;
      used.add(node.name);
      return;
    case "MemberExpression":
    case "OptionalMemberExpression":
    case "JSXMemberExpression":
      refer(node.object, scope, used);
      if (node.computed) refer(node.property, scope, used);
      return;
    case "JSXAttribute":
      if (node.value) refer(node.value, scope, used);
      return;
    case "LabeledStatement":
      return refer(node.body, scope, used);
    case "ExportSpecifier":
    case "ExportNamespaceSpecifier":
      if (node.local) refer(node.local, scope, used);
      return;
    case "ExportNamedDeclaration":
    case "ExportAllDeclaration":
      if (node.source || node.exportKind === "type") return;
      break;
  }
  const inner = declaredIn(node, scope);
  if (node.decorators) { for (const decorator of node.decorators) refer(decorator, scope, used); }
  forEachChild(node, (child, field) => {
    if (field === "decorators") return;
    if (field === "key" && !node.computed) return;
    if (field === "id" && node.type === "TSEnumMember") return;
    refer(child, field === "key" ? scope : inner, used);
  });
}

/** The scope inside of a node: a new one where it has any. */
function declaredIn(node: Node, outer: Scope): Scope {
  const names = new Set<string>();
  if (isFunction(node)) {
    if (node.id && node.type === "FunctionExpression") names.add(node.id.name);
    for (const param of node.params) declarePattern(param, names);
    if (node.type !== "ArrowFunctionExpression") names.add("arguments");
    if (node.body.type === "BlockStatement") declareVars(node.body, names);
  } else if (node.type === "StaticBlock") {
    declareVars(node, names);
  } else if (node.type === "ClassExpression" || node.type === "ClassDeclaration") {
    if (node.id) names.add(node.id.name);
  } else if (node.type === "CatchClause") {
    if (node.param) declarePattern(node.param, names);
  } else if (/^For/.test(node.type)) {
    const head = node.init ?? node.left;
    if (head?.type === "VariableDeclaration") declareStatement(head, names);
  } else if (node.type === "SwitchStatement") {
    for (const { consequent } of node.cases) for (const statement of consequent) declareStatement(statement, names);
  }
  if (node.type === "BlockStatement" || node.type === "StaticBlock" || node.type === "TSModuleBlock") {
    for (const statement of node.body) declareStatement(statement, names);
  }
  return names.size > 0 ? { names, outer } : outer;
}

function declareStatement(statement: Node, names: Set<string>): void {
  switch (statement.type) {
    case "ExportNamedDeclaration":
    case "ExportDefaultDeclaration":
      if (statement.declaration) declareStatement(statement.declaration, names);
      break;
    case "VariableDeclaration":
      for (const { id } of statement.declarations) declarePattern(id, names);
      break;
    case "FunctionDeclaration":
    case "ClassDeclaration":
    case "TSEnumDeclaration":
    case "TSModuleDeclaration":
    case "TSImportEqualsDeclaration":
      if (statement.id?.name) names.add(statement.id.name);
      break;
    case "ImportDeclaration":
      for (const { local } of statement.specifiers) names.add(local.name);
      break;
  }
}

/** The names of all `var`s of a function. */
function declareVars(node: Node, names: Set<string>): void {
  forEachChild(node, (child) => {
    if (isFunction(child) || /^Class/.test(child.type) || /Expression$/.test(child.type)) return;
    if (child.type === "VariableDeclaration") {
      if (child.kind === "var") declareStatement(child, names);
      return;
    }
    declareVars(child, names);
  });
}

function declarePattern(pattern: Node | null, names: Set<string>): void {
  switch (pattern?.type) {
    case "Identifier":
      names.add(pattern.name);
      break;
    case "AssignmentPattern":
      return declarePattern(pattern.left, names);
    case "RestElement":
      return declarePattern(pattern.argument, names);
    case "TSParameterProperty":
      return declarePattern(pattern.parameter, names);
    case "ArrayPattern":
      for (const element of pattern.elements) declarePattern(element, names);
      break;
    case "ObjectPattern":
      for (const property of pattern.properties) declarePattern(property.value ?? property, names);
      break;
  }
}
