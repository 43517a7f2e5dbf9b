/**
 * A random program is written once, with marks where calls begin, wait and end. From it come the plain program,
 * which is traced, and the one that tells an oracle what it does.
 *
 * @module
 */

/** What a mark stands for in the program that tells the oracle; in the plain one it stands for nothing. */
const MARKS: Readonly<Record<string, string>> = {
  // A call begins; the name and the arguments follow up to `»`.
  "«enter ": "const $c=O.enter(",
  "«try»": ");try{",
  "«end»": "}catch($e){throw O.throws($c,$e)}finally{O.leave($c)}",
  "«/arrow»": "))}catch($e){throw O.throws($c,$e)}finally{O.leave($c)}}",
  "«return»": "O.returns($c,(",
  "«/return»": "))",
  "«nothing»": "O.returns($c,void 0);",
  "«this»": "O.returns($c,this);",
  "«wake»": "O.wakes($c,(",
  "«await»": "O.awaits($c,(",
  "«yield»": "O.yields($c,(",
  "«delegate»": "O.delegates($c,(",
  "«delegate async»": "O.delegatesAsync($c,(",
  "«each»": "O.awaitsEach($c,(",
  "«/»": "))",
  "«on»": "O.goesOn($c);",
  // However a loop that waits is left, it has waited for its iterator.
  "«try loop»": "try{",
  "«/loop»": "}finally{O.goesOn($c)}",
};
const MARK = /«(enter|arrow) ([^»]*)»|«[^»]*»/g;

/** What a program begins with whose code is strict. */
export const STRICT = `"use strict";`;

/** The program as it is traced. */
export function plainProgram(marked: string): string {
  return marked.replace(MARK, "");
}

/** The program that calls `O` at each mark. */
export function toldProgram(marked: string): string {
  const directive = marked.startsWith(STRICT) ? STRICT : "";
  return `${directive}const $c=O.body;` + marked.replace(MARK, (mark, kind: string | undefined, rest: string) => {
    if (kind === "arrow") return `{${MARKS["«enter "]}${rest}${MARKS["«try»"]}return ${MARKS["«return»"]}`;
    if (kind === "enter") return `${MARKS["«enter "]}${rest}${MARKS["«try»"]}`;
    return MARKS[mark];
  });
}
