import assert from "node:assert/strict";
import { test } from "node:test";
import { Kind } from "../filter/kinds.ts";
import { currentRange } from "./range.ts";
import { type Frame, play, type PlayedThread, type Player } from "./replay.ts";
import { type Recorder, withRecording } from "./testing.ts";

/** Notes what it is told, and holds that it can be true. */
class Witness implements Player {
  begun = 0;
  ended = 0;
  open = 0;
  self = 0;
  readonly told: string[] = [];
  readonly #stacks = new Map<number, number[]>();

  begin(frame: Frame, parent: Frame | undefined): void {
    this.begun++;
    this.told.push(`${frame.call} from ${parent?.call ?? "-"}`);
  }

  enter({ call, thread }: Frame): void {
    const stack = this.#stacks.get(thread.id) ?? [];
    this.#stacks.set(thread.id, stack);
    assert.ok(!stack.includes(call), `${call} is on the stack already`);
    stack.push(call);
  }

  leave({ call, thread }: Frame): void {
    assert.equal(this.#stacks.get(thread.id)?.pop(), call);
  }

  end(frame: Frame): void {
    this.ended++;
    this.#add(frame);
  }

  unfinished(frame: Frame): void {
    this.open++;
    this.#add(frame);
  }

  event(_thread: PlayedThread, _at: number, args: string | null, parent: Frame | undefined): void {
    this.told.push(`event ${args === null ? "without a word" : "told"} in ${parent?.call ?? "-"}`);
  }

  finish(): void {
    for (const stack of this.#stacks.values()) assert.deepEqual(stack, []);
    assert.equal(this.begun, this.ended + this.open);
  }

  #add(frame: Frame): void {
    assert.ok(frame.self >= 0 && frame.running >= frame.self, `${frame.call}: ${frame.self} of ${frame.running}`);
    this.self += frame.self;
  }
}

function witness(record: (recorder: Recorder) => void): Witness {
  return withRecording(record, (reader) => {
    const player = new Witness();
    play(reader, currentRange(reader), player, { args: true });
    player.finish();
    return player;
  });
}

/** Rows as no program makes them: ends of calls that never were, parents of other threads, clocks that jump. */
function nonsense(seed: number): (recorder: Recorder) => void {
  const below = (limit: number): number => {
    seed = (Math.imul(seed, 1103515245) + 12345) & 0x7fffffff;
    return (seed >> 8) % limit;
  };
  return (r) => {
    for (let id = 1; id <= 400; id++) {
      const kind = [0, 0, 0, 1, 1, 2, 3, 4, 5, 6, 7, 7, 99][below(13)];
      const some = below(8) === 0 ? null : Math.max(1, id - below(12));
      r.call("f");
      const row = r.rows[id - 1];
      const call = kind === Kind.CALL ? id : some;
      const at = Math.max(0, id * 100 - (below(20) === 0 ? below(5000) : 0));
      const depth = below(6);
      const lost = kind === Kind.OVERFLOW ? below(9) : null;
      Object.assign(row, {
        kind,
        at,
        call,
        depth,
        lost,
        thread: 1 + below(3),
        parent: kind === Kind.CALL ? some : null,
      });
      if (below(30) === 0) row.function = null;
    }
  };
}

test("whatever the rows say, stacks close, calls end once, and times are within one another", () => {
  for (let seed = 1; seed <= 25; seed++) {
    const player = witness(nonsense(seed));
    // Three threads, 40 µs each.
    assert.ok(player.begun > 50 && player.self <= 3 * 40_000, `seed ${seed}: ${player.begun} calls, ${player.self} ns`);
  }
});

test("a call whose caller's end was lost is not taken for a call of what ran before", () => {
  const { told } = witness((r) => {
    const main = r.call("main");
    r.call("gone");
    r.lost(3);
    r.forget();
    const next = r.call("next");
    r.end(next);
    assert.equal(main, 1);
  });
  assert.deepEqual(told, ["1 from -", "2 from 1", "4 from -"]);
});

test("a call goes on unseen when something that it calls says so", () => {
  const { told } = witness((r) => {
    const main = r.call("main");
    r.wait(main);
    r.lost(1);
    const inner = r.call("inner");
    r.rows[inner - 1].parent = main;
    r.end(inner);
    r.end(main);
  });
  assert.deepEqual(told, ["1 from -", "4 from 1"]);
});

test("events belong to the call that runs", () => {
  const { told } = witness((r) => {
    r.log("before");
    const main = r.call("main");
    r.log("inside");
    r.end(main);
  });
  assert.deepEqual(told, ["event told in -", "2 from -", "event told in 2"]);
});
