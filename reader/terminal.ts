/** Whether the pager can run: standard input and output are a terminal that can place text. */
export function canPage(): boolean {
  return Boolean(process.stdin.isTTY && process.stdout.isTTY) && process.env.TERM !== "dumb";
}

/** Whether what goes to standard output should be coloured: a terminal, and neither NO_COLOR nor TERM=dumb. */
export function useColour(): boolean {
  return Boolean(process.stdout.isTTY) && !process.env.NO_COLOR && process.env.TERM !== "dumb";
}
