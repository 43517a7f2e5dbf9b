/**
 * The project's own lint rules, a plugin of `deno lint`:
 *
 * - `tstrace/runtime-globals`: `Deno` and `Bun` are named in `runtime/`, `scripts/`, `bench/` and `tests/` only.
 * - `tstrace/erasable`: no enum, namespace or parameter property, which Node cannot strip.
 * - `tstrace/documented`: functions, classes and types that a file exports say what they are for.
 * - `tstrace/no-console`: output goes through the code that knows where it belongs.
 * - `tstrace/wording`: no TODO left behind, no message that only says that something should not happen.
 *
 * @module
 */
const GLOBALS_ALLOWED = /(^|\/)(runtime|scripts|bench|tests)\//;
const FREE_OF_DOCS = /(^|\/)(tests|examples)\/|_test\.ts$/;
const CONSOLE_ALLOWED = /(^|\/)(scripts|bench|tests|examples)\//;
const WORDING = /\b(TODO|FIXME|XXX|HACK)\b|should (not|never) happen/;

type Visitor = Deno.lint.LintVisitor;

/** Where the file lies in the project. */
function place(context: Deno.lint.RuleContext): string {
  const path = context.filename.replaceAll("\\", "/");
  const root = new URL("..", import.meta.url).pathname;
  return path.startsWith(root) ? path.slice(root.length) : path;
}

const runtimeGlobals: Deno.lint.Rule = {
  create(context): Visitor {
    if (GLOBALS_ALLOWED.test(place(context))) return {};
    return {
      MemberExpression({ object: node }): void {
        if (node.type !== "Identifier" || (node.name !== "Deno" && node.name !== "Bun")) return;
        context.report({ node, message: `${node.name} is named outside runtime/: let runtime/ provide it` });
      },
    };
  },
};

const erasable: Deno.lint.Rule = {
  create(context): Visitor {
    const report = (what: string) => (node: Deno.lint.Node): void =>
      context.report({ node, message: `Node cannot strip ${what}: use plain TypeScript` });
    return {
      TSEnumDeclaration: report("an enum"),
      TSModuleDeclaration: report("a namespace"),
      TSParameterProperty: report("a parameter property"),
    };
  },
};

const documented: Deno.lint.Rule = {
  create(context): Visitor {
    if (FREE_OF_DOCS.test(place(context))) return {};
    return {
      ExportNamedDeclaration(node): void {
        const declared = node.declaration;
        // A list of constants explains itself by a comment above it.
        if (declared === null || declared === undefined || declared.type === "VariableDeclaration") return;
        const comment = context.sourceCode.getCommentsBefore(node).at(-1);
        if (comment?.type === "Block" && comment.value.startsWith("*")) return;
        context.report({ node, message: "An exported name without a docstring: say what it is for" });
      },
    };
  },
};

const noConsole: Deno.lint.Rule = {
  create(context): Visitor {
    if (CONSOLE_ALLOWED.test(place(context))) return {};
    return {
      MemberExpression({ object: node }): void {
        if (node.type !== "Identifier" || node.name !== "console") return;
        context.report({ node, message: "console is not for the library: it would mix with the program's output" });
      },
    };
  },
};

const wording: Deno.lint.Rule = {
  create(context): Visitor {
    if (place(context).startsWith("scripts/lint_rules")) return {};
    return {
      Program(node): void {
        const match = WORDING.exec(context.sourceCode.text);
        if (match === null) return;
        const range: [number, number] = [match.index, match.index + match[0].length];
        context.report({ node, range, message: `"${match[0]}": do it, or say what is the case` });
      },
    };
  },
};

/** The plugin. */
const plugin: Deno.lint.Plugin = {
  name: "tstrace",
  rules: {
    "runtime-globals": runtimeGlobals,
    erasable,
    documented,
    "no-console": noConsole,
    wording,
  },
};

export default plugin;
