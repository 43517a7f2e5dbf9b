/** Something in a document that is run. */
export interface DocumentedCommand {
  /** Line of the document, from 1. */
  line: number;
  /** For a shell, or a query in SQL. */
  kind: "shell" | "sql";
  text: string;
  /** What is shown below it as its output, from a `text` block that follows its `sh` block. */
  output?: string;
}

interface Block {
  line: number;
  /** The word behind the fence; empty for an indented block. */
  language: string;
  lines: string[];
}

/**
 * The commands of a document in Markdown:
 * - every line of a block fenced as `sh`; a `text` block right below is what the last of them prints;
 * - of an indented block the lines that begin with `tstrace` or `sqlite3` and are no synopsis, which has `[` or
 *   capitals where words of the user's go; and the block as a whole where it is a query in SQL.
 *
 * A block fenced as `sh no-run` is left out: what it does cannot be done in a test, such as installing.
 */
export function documentedCommands(markdown: string): DocumentedCommand[] {
  const blocks = findBlocks(markdown);
  return blocks.flatMap((block, index) => {
    if (block.language === "") return indentedCommands(block);
    if (block.language !== "sh") return [];
    const commands = block.lines.flatMap((text, at): DocumentedCommand[] => {
      const isCommand = text.trim() !== "" && !text.startsWith("#");
      return isCommand ? [{ line: block.line + at, kind: "shell", text }] : [];
    });
    const next = blocks[index + 1];
    const last = commands.at(-1);
    if (last !== undefined && next?.language === "text" && next.line <= block.line + block.lines.length + 3) {
      last.output = next.lines.join("\n");
    }
    return commands;
  });
}

function indentedCommands({ line, lines }: Block): DocumentedCommand[] {
  if (/^(select|with)\b/i.test(lines[0])) return [{ line, kind: "sql", text: lines.join("\n") }];
  return lines.flatMap((text, at): DocumentedCommand[] => {
    const isCommand = /^(tstrace|sqlite3)( |$)/.test(text) && !/^[^"']*(\[| [A-Z]{2,}\b|…)/.test(text);
    return isCommand ? [{ line: line + at, kind: "shell", text }] : [];
  });
}

function findBlocks(markdown: string): Block[] {
  const blocks: Block[] = [];
  let fence: Block | undefined;
  let indented: Block | undefined;
  const lines = markdown.split("\n");
  for (const [index, text] of lines.entries()) {
    const mark = /^```(.*)$/.exec(text);
    if (mark !== null) {
      if (fence === undefined) blocks.push(fence = { line: index + 2, language: mark[1].trim() || "text", lines: [] });
      else fence = undefined;
      indented = undefined;
    } else if (fence !== undefined) fence.lines.push(text);
    else if (/^ {4}\S/.test(text) || (indented !== undefined && /^ {4}/.test(text))) {
      // Only what follows an empty line begins a block: the rest of a list item is indented too.
      if (indented === undefined && (lines[index - 1] ?? "") === "") {
        blocks.push(indented = { line: index + 1, language: "", lines: [] });
      }
      indented?.lines.push(text.slice(4));
    } else indented = undefined;
  }
  return blocks;
}

/** Output without what differs from run to run: numbers, units of time, and how columns are filled. */
export function comparable(output: string): string {
  return output
    .replace(/\d+([.,:/]\d+)*/g, "0")
    .replace(/\b0 (ns|µs|ms|s)\b/g, "0 s")
    .replace(/[ \t]+/g, " ")
    .replace(/ $/gm, "")
    .trim();
}
