/**
 * Which modules and functions of a program are traced. By default the project's own, not what it has installed.
 *
 * @module
 */

/** Patterns of one kind of choice. `*` stands for any characters but a separator, `**` for any at all. */
export interface Patterns {
  /** Globs of paths, relative to the project or absolute. */
  paths: string[];
  /** Names of installed packages. */
  packages: string[];
  /** Names of functions, methods or classes: `fib`, `Cart`, `Cart.total`, `*.render`. */
  functions: string[];
}

/** What is traced. */
export interface Selection {
  /** The project's directory, absolute. */
  root: string;
  /** Directories, absolute: where there are any, only they are traced instead of the whole project. */
  folders: string[];
  /** What is traced besides; of functions, where any are named, only those. */
  include: Patterns;
  /** What is not traced. */
  exclude: Patterns;
}

const SEPARATOR = "[\\\\/]";
const NOT_INSTALLED = `(?!(?:.*${SEPARATOR})?node_modules${SEPARATOR})`;
const CODE_FILE = "\\.[cm]?[jt]sx?";

/**
 * A regular expression that matches the absolute paths of the modules that are traced; or, with `query`, these alone
 * where a query or fragment stands behind them.
 */
export function moduleFilter({ root, folders, include, exclude }: Selection, query: "" | "query" = ""): RegExp {
  const own = (folders.length > 0 ? folders : [root]).map((folder) => `${directory(folder)}${NOT_INSTALLED}.*`);
  const wanted = [...own, ...include.paths.map((glob) => pathPattern(glob, root)), ...include.packages.map(inPackage)];
  const unwanted = [...exclude.paths.map((glob) => pathPattern(glob, root)), ...exclude.packages.map(inPackage)];
  const [any, end] = query === "" ? [".*", "$"] : ["[^?#]*", "[?#].*$"];
  const not = unwanted.length > 0 ? `(?!(?:${unwanted.join("|")})${end})` : "";
  return new RegExp(`^${not}(?=(?:${wanted.join("|")})${end})${any}${CODE_FILE}${end}`);
}

/** Whether a function of this name is traced; undefined where all are. */
export function functionFilter({ include, exclude }: Selection): ((name: string) => boolean) | undefined {
  if (include.functions.length === 0 && exclude.functions.length === 0) return undefined;
  const included = include.functions.map(functionPattern);
  const excluded = exclude.functions.map(functionPattern);
  const matches = (patterns: RegExp[], name: string): boolean => patterns.some((pattern) => pattern.test(name));
  return (name) => (included.length === 0 || matches(included, name)) && !matches(excluded, name);
}

function escape(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

function directory(path: string): string {
  return escape(path.replace(/[\\/]+$/, "")) + SEPARATOR;
}

function inPackage(name: string): string {
  return `.*${SEPARATOR}node_modules${SEPARATOR}${
    escape(name).replaceAll("\\/", SEPARATOR)
  }${SEPARATOR}${NOT_INSTALLED}.*`;
}

/** A glob as a regular expression. What names a directory stands for all that is in it. */
function pathPattern(glob: string, root: string): string {
  const absolute = /^(?:[\\/]|[A-Za-z]:[\\/])/.test(glob);
  const relative = glob.replace(/^\.[\\/]/, "");
  const anchored = absolute ? "" : directory(root) + (relative.includes("/") ? "" : `(?:.*${SEPARATOR})?`);
  const body = relative.replace(/[\\/]+$/, "").split(/(\*\*[\\/]|\*\*|\*|\?|[\\/])/).map((part) => {
    if (part === "**/" || part === "**\\") return `(?:.*${SEPARATOR})?`;
    if (part === "**") return ".*";
    if (part === "*") return "[^\\\\/]*";
    if (part === "?") return "[^\\\\/]";
    return part === "/" || part === "\\" ? SEPARATOR : escape(part);
  }).join("");
  return `${anchored}${body}(?:${SEPARATOR}.*)?`;
}

/** A regular expression that matches the names of functions that a pattern means. */
export function functionPattern(pattern: string): RegExp {
  const body = escape(pattern).replaceAll("\\*", ".*");
  return new RegExp(`^(?:(?:static |get |set |new )*)${body}(?:\\..*)?$`);
}
