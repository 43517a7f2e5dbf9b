import { writeOutput } from "./output.ts";

/** What the terminal tells. */
export interface ScreenEvents {
  /** Bytes that were typed. */
  onBytes(bytes: Uint8Array): void;
  /** Its size has changed, or it shows us again after a suspension: everything must be drawn anew. */
  onChange(): void;
  /** It is gone. */
  onGone(): void;
}

/** The terminal, taken over until `close`. */
export interface Screen {
  readonly columns: number;
  readonly lines: number;
  /** Shows these lines, already painted; `cursor` is a column of the last one, null hides it. */
  draw(lines: readonly string[], cursor: number | null): void;
  /** Forgets what is on the screen, so that the next `draw` writes all of it. */
  forget(): void;
  /** Gives the terminal back to the shell as Ctrl-Z does. */
  suspend(): void;
  /**
   * Gives the terminal to another program, until `use` returns. Where that gives a line, it stands below what the
   * program has written, until a key is pressed.
   */
  lend(use: () => string | null): void;
  /** Lets the terminal do something that shows nothing. */
  send(sequence: string): void;
  /** Restores the terminal. May be called more than once. */
  close(): void;
}

/** Signals that end the program; the terminal is restored before they do. */
const FATAL = ["SIGTERM", "SIGHUP", "SIGINT", "SIGQUIT"] as const;
const FATAL_NUMBERS = { SIGTERM: 15, SIGHUP: 1, SIGINT: 2, SIGQUIT: 3 } as const;

/** Other screen, no wrapping at the edge, pastes between marks, clear. Nothing that needs an answer or terminfo. */
const ENTER = "\x1b[?1049h\x1b[?7l\x1b[?2004h\x1b[?25l\x1b[0m\x1b[2J";
const LEAVE = "\x1b[0m\x1b[?2004l\x1b[?25h\x1b[?7h\x1b[?1049l";

/** Reports of the mouse, for its wheel; while they come the terminal selects no text. */
const MOUSE_ON = "\x1b[?1000h\x1b[?1006h";
const MOUSE_OFF = "\x1b[?1006l\x1b[?1000l";

/** Synchronized output: terminals that know it show the frame at once, the others ignore it. */
const FRAME_BEGIN = "\x1b[?2026h\x1b[?25l";
const FRAME_END = "\x1b[?2026l";

const CLEAR = "\x1b[0m\x1b[2J";
const FORGET_LINE = "\r\x1b[K";

/** Time that a stop signal is given to arrive, in ms. */
const STOP_MS = 100;

/** Takes the terminal over. The only place that touches it. `mouse`: with the wheel of the mouse. */
export function openScreen(events: ScreenEvents, mouse: boolean = false): Screen {
  const { stdin, stdout } = process;
  let shown: string[] = [];
  let isOpen = false;
  /** After a change of its size nobody knows what the screen shows. */
  let isSpoilt = false;
  /** Another program has the terminal: Ctrl-C is meant for it. */
  let isLent = false;
  /** What it wrote stays until a key is pressed. */
  let isHeld = false;
  let resuming: ReturnType<typeof setTimeout> | undefined;

  function enter(): void {
    clearTimeout(resuming);
    shown = [];
    isOpen = true;
    stdin.setRawMode(true);
    stdin.resume();
    writeOutput((isHeld ? FORGET_LINE : "") + ENTER + (mouse ? MOUSE_ON : ""));
    isHeld = false;
  }

  function leave(): void {
    if (!isOpen && !isHeld) return;
    writeOutput(isHeld ? FORGET_LINE : mouse ? MOUSE_OFF + LEAVE : LEAVE);
    isOpen = isHeld = false;
    try {
      stdin.setRawMode(false);
    } catch {
      // The terminal is gone: there is nothing to restore.
    }
  }

  function resume(): void {
    enter();
    events.onChange();
  }

  function typed(bytes: Uint8Array): void {
    if (isHeld) resume();
    else events.onBytes(bytes);
  }

  /** Waits for a key below what a program has written. */
  function hold(line: string): void {
    isHeld = true;
    stdin.setRawMode(true);
    stdin.resume();
    // As many blanks as there are columns lead into the next line, unless the cursor is at the beginning of one.
    writeOutput(`\x1b[0m${" ".repeat(stdout.columns || 80)}\r\x1b[K\x1b[7m ${line}  (press a key) \x1b[0m`);
  }

  function changed(): void {
    shown = [];
    isSpoilt = true;
    events.onChange();
  }

  function die(signal: (typeof FATAL)[number]): void {
    if (isLent && (signal === "SIGINT" || signal === "SIGQUIT")) return;
    close();
    // A runtime that no longer dies by the signal once it has been listened for exits with its number.
    setTimeout(() => process.exit(128 + FATAL_NUMBERS[signal]), STOP_MS);
    process.kill(process.pid, signal);
  }

  const handlers = FATAL.map((signal) => [signal, () => die(signal)] as const);

  function close(): void {
    clearTimeout(resuming);
    leave();
    stdin.off("data", typed);
    stdin.off("end", events.onGone);
    stdin.off("error", events.onGone);
    stdin.pause();
    stdout.off("resize", changed);
    process.off("SIGCONT", resume);
    process.off("exit", leave);
    for (const [signal, handler] of handlers) process.off(signal, handler);
  }

  stdin.on("data", typed);
  stdin.on("end", events.onGone);
  stdin.on("error", events.onGone);
  stdout.on("resize", changed);
  process.on("SIGCONT", resume);
  process.on("exit", leave);
  for (const [signal, handler] of handlers) process.on(signal, handler);
  enter();

  return {
    get columns() {
      return stdout.columns || 80;
    },
    get lines() {
      return stdout.rows || 24;
    },
    draw(lines, cursor) {
      if (!isOpen) return;
      let frame = "";
      lines.forEach((line, i) => {
        // Erased before it is written: after a line that fills its row, erasing would take its last character.
        if (shown[i] !== line) frame += `\x1b[${i + 1};1H\x1b[2K${line}`;
      });
      if (isSpoilt) frame = CLEAR + frame;
      isSpoilt = false;
      shown = [...lines];
      if (cursor !== null) frame += `\x1b[${lines.length};${cursor + 1}H\x1b[?25h`;
      if (!writeOutput(FRAME_BEGIN + frame + FRAME_END)) events.onGone();
    },
    forget() {
      shown = [];
    },
    suspend() {
      leave();
      // Where there is no shell to stop for, the signal is ignored and we go on.
      resuming = setTimeout(resume, STOP_MS);
      process.kill(0, "SIGTSTP");
    },
    lend(use) {
      leave();
      stdin.pause();
      isLent = true;
      let line: string | null = null;
      try {
        line = use();
      } finally {
        // Signals that came meanwhile are told of later.
        setTimeout(() => isLent = false, STOP_MS);
        if (line === null) resume();
        else hold(line);
      }
    },
    send(sequence) {
      if (isOpen) writeOutput(sequence);
    },
    close,
  };
}
