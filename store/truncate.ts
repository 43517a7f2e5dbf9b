import type { DatabaseSync } from "node:sqlite";

/** A transaction that has inserted so many bytes should end, whatever the size of the database may be. */
const TRANSACTION_BYTES = 32 << 20;
/** So many bytes of the write-ahead log are brought into the database at once. */
const WAL_BYTES = 16 << 20;
/** Of a database of limited size a transaction may insert this part, and the log may have that. */
const TRANSACTION_SHARE = 1 / 32;
const WAL_SHARE = 1 / 8;
/** Where rows are deleted for the size, so large a part is more than had to be: so that it is not done each time. */
const SLACK = 1 / 32;
/** Up to so many traces more, and no more than that part of all, are kept where a call begins there. */
const MAX_MORE = 1000;
const MORE_SHARE = 1 / 64;

/** Deletes the oldest traces. What they took is used again, so that the file stops growing. */
export class Truncation {
  /** How many bytes a transaction should insert at most. */
  transactionBytes = TRANSACTION_BYTES;
  readonly #pageSize: number;
  readonly #delete;
  readonly #outermost;
  readonly #size;
  readonly #first;
  /** How many bytes may be in use after a transaction. */
  #limit = Infinity;

  /** `maxBytes` is what the database may take with all that belongs to it; 0: as much as it needs. */
  constructor(db: DatabaseSync, maxBytes: number) {
    this.#pageSize = (db.prepare("PRAGMA page_size").get() as { page_size: number }).page_size;
    this.#delete = db.prepare("DELETE FROM traces WHERE id < ?");
    this.#outermost = db.prepare(
      "SELECT id FROM traces WHERE id >= ? AND id <= ? AND kind = 0 ORDER BY depth, id DESC LIMIT 1",
    );
    this.#size = db.prepare(
      "SELECT page_count - freelist_count AS pages FROM pragma_page_count(), pragma_freelist_count()",
    );
    this.#first = db.prepare("SELECT min(id) AS id FROM traces");
    if (maxBytes > 0) this.#setSize(db, maxBytes);
  }

  /** Deletes what is too much, `next` being the id of the next trace; inside a transaction. */
  run(next: number, maxTraces: number): void {
    const byCount = maxTraces > 0 ? next - maxTraces : 0;
    const bySize = this.#cutForSize(next);
    if (bySize > byCount) this.#delete.run(bySize);
    else if (byCount > 1) this.#delete.run(this.#wholeCalls(byCount, maxTraces));
  }

  #setSize(db: DatabaseSync, maxBytes: number): void {
    const log = Math.min(WAL_BYTES, maxBytes * WAL_SHARE);
    this.transactionBytes = Math.min(TRANSACTION_BYTES, maxBytes * TRANSACTION_SHARE);
    // The log holds a transaction more than it is let grow to, the file what is inserted ahead of the deleting; a page
    // that is changed goes into the log as a whole.
    this.#limit = maxBytes - log - 11 * this.transactionBytes;
    db.exec(`PRAGMA wal_autocheckpoint = ${Math.ceil(log / this.#pageSize)}`);
    db.exec(`PRAGMA journal_size_limit = ${Math.ceil(log)}`);
  }

  /** Below which id to delete so that what is left takes no more than it may; 0 where it does not. */
  #cutForSize(next: number): number {
    if (this.#limit === Infinity) return 0;
    const used = (this.#size.get() as { pages: number }).pages * this.#pageSize;
    if (used <= this.#limit) return 0;
    const first = (this.#first.get() as { id: number | null }).id ?? next;
    return first + Math.ceil((next - first) * Math.min(1, (used - this.#limit) / used + SLACK));
  }

  /** Where to cut instead, a little lower, so that as few calls as can be lose their beginning. */
  #wholeCalls(cut: number, maxTraces: number): number {
    const more = Math.floor(Math.min(MAX_MORE, maxTraces * MORE_SHARE));
    if (more === 0) return cut;
    return (this.#outermost.get(cut - more, cut) as { id: number } | undefined)?.id ?? cut;
  }
}
