import type { TracedModule } from "./types.ts";

/** What ES modules have of CommonJS in Bun. */
const GIVEN: Record<string, string> = {
  __proto__: null as never,
  require: "import.meta.require",
  __filename: "import.meta.filename",
  __dirname: "import.meta.dirname",
};

/**
 * An ES module as Bun takes it for compiled already: it runs this very text, and reads the map at its end, so that
 * stacks of errors show the places of the original. Undefined where the module has to be compiled.
 */
export function verbatim(path: string, { code, mappings, names, plain }: TracedModule): string | undefined {
  if (!plain || !isAscii(code)) return undefined;
  let given = "";
  for (let i = 0; i < names.length; i++) {
    const value = GIVEN[names[i]];
    if (value === undefined) return undefined;
    given += `var ${names[i]}=${value};`;
  }
  return `// @bun\n${given}\n${withoutHashbang(code)}\n${mapComment(path, `;;${mappings}`)}`;
}

/**
 * The same for CommonJS: a module that exports the function around the module's body. Undefined where it would not
 * be as good as that function itself.
 */
export function verbatimFunction(path: string, { code, mappings }: TracedModule): string | undefined {
  // An `import()` would look beside the file that this text has to be put into.
  if (!isAscii(code) || /\bimport\b/.test(code)) return undefined;
  const parameters = "(exports,require,module,__filename,__dirname)";
  const text = `module.exports=function${parameters}{\n${withoutHashbang(code)}\n}`;
  return `// @bun @bun-cjs\n(function${parameters}{${text}})\n${mapComment(path, `;;${mappings}`)}`;
}

/** Compiled code is read as Latin-1. */
function isAscii(code: string): boolean {
  return !/[^\0-\x7f]/.test(code);
}

/** A code that may stand behind something else. */
export function withoutHashbang(code: string): string {
  return code.startsWith("#!") ? `//${code.slice(2)}` : code;
}

function mapComment(path: string, mappings: string): string {
  const map = JSON.stringify({ version: 3, sources: [path], sourcesContent: [null], names: [], mappings });
  return `//# sourceMappingURL=data:application/json;base64,${btoa(unescape(encodeURIComponent(map)))}\n`;
}
