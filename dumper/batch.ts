import type { TraceRow } from "../store/mod.ts";
import { type RecordCursor, skipField, Tag } from "./decode.ts";
import { argumentName, type KnownFunction } from "./functions.ts";
import { type Redaction, Redactor, USUAL_REDACTION } from "./redact.ts";
import { Renderer } from "./render.ts";
import { TextBuffer, utf8 } from "./text.ts";
import type { TracedThread } from "./thread.ts";

/** Rows that are inserted at once. */
export const BATCH_ROWS = 4096;
/** A batch with so many bytes of text is full too, or with this part of a database of limited size. */
const BATCH_TEXT = 4 << 20;
const BATCH_SHARE = 1 / 32;

/** `Kind` of proto/trace.proto: the generated code would bring the whole protobuf library into the Worker. */
const RETURN = 1;
const EXCEPTION = 2;
const LOG = 3;
const OVERFLOW = 4;

const EVENT = argumentName("event");
const RETURN_VALUE = argumentName("return value");
const THROWN = argumentName("exception");
const VALUE = argumentName("value");
const UNNAMED: Uint8Array[] = [];

/** The tag of a text in a value, and how long one of a note may be. */
const STRING_VALUE = 26;
const MAX_NOTE_BYTES = 1000;

/** Separators in the column `args`. */
const AFTER_VALUE = 0x1f;
const AFTER_TYPE = 0x1e;

/** The name of a parameter whose function does not tell it. */
function unnamed(index: number): Uint8Array {
  return UNNAMED[index] ??= argumentName(`arg${index}`);
}

/** Rows being made. The objects and the text buffer are used again for the next batch. */
export class Batch {
  readonly rows: TraceRow[] = [];
  count = 0;
  /** The text of all rows' `args`, one behind the other: turned into strings all at once. */
  readonly #text = new TextBuffer();
  readonly #renderer: Renderer;
  readonly #redactor: Redactor;
  /** Where each row's text begins, and whether it is ASCII. */
  readonly #starts = new Int32Array(BATCH_ROWS + 1);
  readonly #ascii = new Uint8Array(BATCH_ROWS);

  readonly #maxText: number;

  /** `maxBytes` is how large the database may become; 0: as large as it needs. */
  constructor(maxBytes = 0, redaction: Redaction = USUAL_REDACTION) {
    this.#renderer = new Renderer(this.#text, redaction.values);
    this.#redactor = new Redactor(redaction.paths);
    this.#maxText = maxBytes > 0 ? Math.min(BATCH_TEXT, maxBytes * BATCH_SHARE) : BATCH_TEXT;
    for (let i = 0; i < BATCH_ROWS; i++) this.rows.push(emptyRow());
  }

  get full(): boolean {
    // The row of a record may be preceded by one that tells of lost records.
    return this.count > BATCH_ROWS - 2 || this.#text.length > this.#maxText;
  }

  /** Begins another batch. */
  clear(): void {
    this.count = 0;
    this.#text.length = 0;
  }

  /** Adds a row that tells how many records were lost ahead of the record under the thread's cursor. */
  addLost(id: number, thread: TracedThread): void {
    const row = this.#next(id, thread, OVERFLOW);
    row.lost = thread.lost;
    this.#end();
  }

  /** Adds the row of a record, its values too; the rest is for the caller to fill in. */
  add(
    id: number,
    thread: TracedThread,
    known: KnownFunction | undefined,
    cursor: Pick<RecordCursor, "kind" | "bytes" | "values" | "end"> = thread.cursor,
    at: number = thread.now,
  ): TraceRow {
    const row = this.#next(id, thread, cursor.kind);
    row.at = at;
    if (cursor.values < cursor.end) this.#values(row, cursor, known);
    this.#end();
    return row;
  }

  /** Adds a row that tells of something in the way of an event of the program: a name and what it is about. */
  addNote(id: number, thread: TracedThread, at: number, texts: readonly string[]): void {
    const row = this.#next(id, thread, LOG);
    row.at = at;
    const bytes = texts.flatMap((text) => {
      const content = [...utf8(text).subarray(0, MAX_NOTE_BYTES)];
      return [Tag.VALUES, STRING_VALUE, content.length & 127 | 128, content.length >> 7, ...content, Tag.VALUES_END];
    });
    // A varint is looked for in whole bytes.
    const cursor = { bytes: Uint8Array.from([...bytes, ...Array(16).fill(0)]), values: 0, end: bytes.length };
    this.#values(row, cursor, undefined);
    this.#end();
  }

  /** The rows, complete; valid until `clear`. */
  finish(): readonly TraceRow[] {
    const text = this.#text.toLatin1();
    const starts = this.#starts;
    for (let i = 0; i < this.count; i++) {
      const from = starts[i];
      const end = starts[i + 1];
      if (from === end) continue;
      // Where all is ASCII, as nearly always, a piece of the one string is the row's text.
      this.rows[i].args = this.#ascii[i] === 1 ? text.substring(from, end) : this.#text.toText(from, end);
    }
    return this.rows.slice(0, this.count);
  }

  #next(id: number, thread: TracedThread, kind: number): TraceRow {
    this.#starts[this.count] = this.#text.length;
    this.#text.ascii = true;
    const row = this.rows[this.count];
    row.id = id;
    row.at = thread.now;
    row.thread = thread.row;
    row.kind = kind;
    row.function = null;
    row.call = null;
    row.parent = null;
    row.depth = 0;
    row.leave = null;
    row.duration = null;
    row.args = null;
    row.data = null;
    row.lost = null;
    return row;
  }

  #end(): void {
    this.#ascii[this.count] = this.#text.ascii ? 1 : 0;
    this.count++;
    this.#starts[this.count] = this.#text.length;
  }

  /** Shows the values of the record under the cursor, and keeps the bytes of those that have a structure. */
  #values(
    row: TraceRow,
    cursor: Pick<RecordCursor, "bytes" | "values" | "end">,
    known: KnownFunction | undefined,
  ): void {
    const { bytes, end } = cursor;
    this.#redactor.redact(bytes, cursor.values, end, row.kind === 0 ? known?.info.params ?? [] : []);
    const text = this.#text;
    const renderer = this.#renderer;
    // No byte of a record makes more than so many bytes of text; two of them are a value at least.
    text.reserve((end - cursor.values) * 20 + 256 + (known?.nameBytes ?? 0));
    renderer.structured = false;
    renderer.damaged = false;
    let at = cursor.values;
    let first = at;
    let last = at;
    let index = 0;
    // The name of an event is an argument without a value of its own.
    const named = row.kind === LOG ? 1 : 0;
    let gaps = false;
    while (at < end) {
      if (bytes[at] === Tag.VALUES) {
        if (index === 0) text.byte(AFTER_TYPE);
        if (index === named) {
          first = at;
        } else if (at !== last) {
          gaps = true;
        }
        text.raw(this.#name(row.kind, index, known));
        at = renderer.value(bytes, at + 1, end);
        text.byte(AFTER_VALUE);
        renderer.type();
        text.byte(AFTER_TYPE);
        last = at;
        index++;
      } else {
        at = skipField(bytes, at, end);
      }
    }
    if (renderer.structured && !renderer.damaged && !gaps && index > named) row.data = bytes.subarray(first, last);
  }

  #name(kind: number, index: number, known: KnownFunction | undefined): Uint8Array {
    if (kind === 0) return known?.names[index] ?? unnamed(index);
    if (kind === LOG) return index === 0 ? EVENT : index === 1 ? VALUE : unnamed(index);
    if (index > 0) return unnamed(index);
    return kind === RETURN ? RETURN_VALUE : kind === EXCEPTION ? THROWN : VALUE;
  }
}

function emptyRow(): TraceRow {
  return {
    id: 0,
    at: 0,
    thread: 0,
    kind: 0,
    function: null,
    call: null,
    parent: null,
    depth: 0,
    leave: null,
    duration: null,
    args: null,
    data: null,
    lost: null,
  };
}
