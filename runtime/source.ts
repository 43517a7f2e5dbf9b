/** The endings of what can be traced, and what is written in them. */
const SYNTAX = /\.([cm]?)(js|ts)(x?)$/;

/** What a file's name tells of its syntax; undefined where it is no JavaScript or TypeScript. */
export function syntaxOf(path: string): { typescript: boolean; jsx: boolean; kind: "c" | "m" | "" } | undefined {
  const match = SYNTAX.exec(path);
  if (!match) return undefined;
  return {
    typescript: match[2] === "ts",
    jsx: match[3] === "x" || match[2] === "js",
    kind: match[1] as "c" | "m" | "",
  };
}
