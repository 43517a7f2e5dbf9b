/** What must hold for the traces of one thread, whatever the program was. */

/** One record of a thread, in the order of time. */
export interface Step {
  kind: "call" | "return" | "exception" | "yield" | "await" | "resume" | "overflow";
  /** The call's own number. */
  call: number;
  /** Of a call: the number of the call that it was made in, 0 for none. */
  parent: number;
  func: string;
  /** Of a call, where it is known: how many calls it is inside of. */
  depth?: number;
}

/** What became of the calls. */
export interface Verdict {
  /** A sentence for each rule that was broken. */
  problems: string[];
  /** Names of the functions whose calls had not ended when the program had. */
  running: string[];
  /** Names of the functions whose calls were waiting when the program ended. */
  suspended: string[];
}

interface Known {
  func: string;
  depth: number;
  state: "running" | "suspended" | "over";
}

/**
 * Follows the stack of a thread's calls. A call's parent is the call that runs at that moment; what suspends or
 * ends is the innermost call; what resumes was suspended; nothing is heard of a call that has ended.
 */
export function followCalls(steps: Iterable<Step>): Verdict {
  const problems: string[] = [];
  const calls = new Map<number, Known>();
  const stack: number[] = [];
  const name = (call: number | undefined): string =>
    call === undefined ? "nothing" : `${calls.get(call)?.func}#${call}`;
  for (const { kind, call, parent, func, depth } of steps) {
    if (kind === "overflow") return { problems, running: [], suspended: [] };
    if (kind === "call") {
      const running = stack.at(-1);
      if (calls.has(call)) problems.push(`${name(call)} is called twice`);
      if (parent !== (running ?? 0)) problems.push(`${func}#${call} has ${name(parent)} as parent in ${name(running)}`);
      // Depth counts parents, which need not all be on the stack any more.
      const wanted = parent === 0 ? 0 : (calls.get(parent)?.depth ?? NaN) + 1;
      if (depth !== undefined && depth !== wanted) problems.push(`${func}#${call} has depth ${depth}, not ${wanted}`);
      calls.set(call, { func, depth: wanted, state: "running" });
      stack.push(call);
      continue;
    }
    const known = calls.get(call);
    if (!known) {
      problems.push(`${kind} of ${func}#${call}, which was not called`);
      continue;
    }
    if (known.func !== func) problems.push(`${kind} of ${func}#${call}, which is a call of ${known.func}`);
    if (kind === "resume") {
      if (known.state !== "suspended") problems.push(`${name(call)} resumes, but is ${known.state}`);
      known.state = "running";
      stack.push(call);
      continue;
    }
    if (known.state !== "running") problems.push(`${kind} of ${name(call)}, which is ${known.state}`);
    if (stack.at(-1) === call) stack.pop();
    else problems.push(`${kind} of ${name(call)} in ${name(stack.at(-1))}`);
    known.state = kind === "yield" || kind === "await" ? "suspended" : "over";
  }
  const left = [...calls.values()];
  return {
    problems,
    running: left.filter(({ state }) => state === "running").map(({ func }) => func),
    suspended: left.filter(({ state }) => state === "suspended").map(({ func }) => func),
  };
}
