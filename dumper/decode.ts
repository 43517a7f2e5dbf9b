/**
 * Reads records (`Record` of proto/trace.proto) from the bytes that a ring held, without an object for each.
 *
 * @module
 */

/** Tag bytes of `Record`: field number * 8 + wire type. */
export const Tag = {
  KIND: 8,
  ELAPSED: 16,
  FUNCTION: 24,
  CALL: 32,
  PARENT: 40,
  LASTED: 64,
  VALUES: 51,
  VALUES_END: 52,
} as const;

/** Deeper nesting is skipped, not followed. */
const MAX_GROUPS = 100;

/** Where `readVarint` and `readTag` stopped. */
export let varintEnd = 0;

/**
 * A varint at `at`, as a number (exact up to 2^53). Looks at 10 bytes at most: there must be so many behind `at`.
 */
export function readVarint(bytes: Uint8Array, at: number): number {
  let value = 0;
  let scale = 1;
  for (let i = 0; i < 10; i++) {
    const byte = bytes[at + i];
    value += (byte & 0x7f) * scale;
    if (byte < 0x80) {
      varintEnd = at + i + 1;
      return value;
    }
    scale *= 128;
  }
  varintEnd = at + 10;
  return value;
}

/**
 * Skips the field whose tag begins at `at`, groups with all that is in them.
 * Returns where the next field begins; `end` or more where the bytes make no sense.
 */
export function skipField(bytes: Uint8Array, at: number, end: number): number {
  let depth = 0;
  do {
    if (at >= end) return end;
    const tag = readVarint(bytes, at);
    at = varintEnd;
    switch (tag % 8) {
      case 0:
        readVarint(bytes, at);
        at = varintEnd;
        break;
      case 1:
        at += 8;
        break;
      case 2: {
        const length = readVarint(bytes, at);
        at = varintEnd + length;
        break;
      }
      case 3:
        if (++depth > MAX_GROUPS) return end;
        break;
      case 4:
        if (--depth < 0) return end;
        break;
      case 5:
        at += 4;
        break;
      default:
        return end;
    }
  } while (depth > 0);
  return Math.min(at, end);
}

/**
 * Goes over the records of a chunk. After `next` the fields hold what stands in front of the values; fields
 * that come behind them, which no probe writes so, are not seen.
 */
export class RecordCursor {
  bytes: Uint8Array = new Uint8Array(16);
  /** Where the next record begins, and where the last one ends. */
  at = 0;
  limit = 0;

  kind = 0;
  elapsed = 0;
  function = 0;
  call = 0;
  parent = 0;
  /** -1 where the record has none. */
  lasted = -1;
  /** Where the first value's tag is, or `end`. */
  values = 0;
  /** Where this record ends. */
  end = 0;

  /** Begins with other bytes: whole records, then at least 16 bytes that may be looked at. */
  start(bytes: Uint8Array, length: number): void {
    this.bytes = bytes;
    this.at = 0;
    this.limit = length;
  }

  /** Stands where another cursor stands. */
  copy(other: RecordCursor): void {
    this.bytes = other.bytes;
    this.at = other.at;
    this.limit = other.limit;
    this.kind = other.kind;
    this.elapsed = other.elapsed;
    this.function = other.function;
    this.call = other.call;
    this.parent = other.parent;
    this.lasted = other.lasted;
    this.values = other.values;
    this.end = other.end;
  }

  /** Reads the next record up to its values; false where there is none. */
  next(): boolean {
    const { bytes, limit } = this;
    let at = this.at;
    if (at >= limit) return false;
    const end = Math.min(at + 2 + (bytes[at] & 0x7f) + (bytes[at + 1] << 7), limit);
    at += 2;
    let kind = 0;
    let elapsed = 0;
    let func = 0;
    let call = 0;
    let parent = 0;
    let lasted = -1;
    while (at < end) {
      const field = at;
      const tag = bytes[at];
      if (tag === Tag.VALUES) break;
      let value = bytes[at + 1];
      if (value < 0x80) {
        at += 2;
      } else if (bytes[at + 2] < 0x80) {
        value = (value & 0x7f) | (bytes[at + 2] << 7);
        at += 3;
      } else {
        value = readVarint(bytes, at + 1);
        at = varintEnd;
      }
      switch (tag) {
        case Tag.KIND:
          kind = value;
          break;
        case Tag.ELAPSED:
          elapsed = value;
          break;
        case Tag.FUNCTION:
          func = value;
          break;
        case Tag.CALL:
          call = value;
          break;
        case Tag.PARENT:
          parent = value;
          break;
        case Tag.LASTED:
          lasted = value;
          break;
        default:
          at = skipField(bytes, field, end);
      }
    }
    this.kind = kind;
    this.elapsed = elapsed;
    this.function = func;
    this.call = call;
    this.parent = parent;
    this.lasted = lasted;
    this.values = at < end ? at : end;
    this.end = end;
    this.at = end;
    return true;
  }
}
