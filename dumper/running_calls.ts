/** A deeper stack is begun anew: it cannot be one. */
const MAX_HEIGHT = 1 << 20;

/**
 * The calls of a thread that run, from the outermost on, as far as its records tell; and which functions they are of.
 */
export class RunningCalls {
  #ids = new Float64Array(256);
  #functions = new Int32Array(256);
  #height = 0;
  /** Below this height it is not sure that calls still run: records were lost since they began. */
  #doubtful = 0;
  /** By function: how many of its calls run. */
  #running = new Int32Array(64);

  /** The id of the innermost call, 0 where none is known to run. */
  get top(): number {
    return this.#height > this.#doubtful ? this.#ids[this.#height - 1] : 0;
  }

  /** Records were lost: whatever runs may have ended. */
  doubt(): void {
    this.#doubtful = this.#height;
  }

  /** A call runs from now on; `fn` is -1 where its function is not known. Whether no other call of the function does. */
  push(id: number, fn: number): boolean {
    if (this.#height >= MAX_HEIGHT) this.#clear();
    if (this.#height === this.#ids.length) this.#grow();
    this.#ids[this.#height] = id;
    this.#functions[this.#height++] = fn;
    if (fn < 0) return false;
    if (fn >= this.#running.length) this.#growRunning(fn);
    return this.#running[fn]++ === 0;
  }

  /** A call does not run any more. `gone` is told those that ran inside it: their ends were lost. */
  pop(id: number, gone: (id: number) => void): void {
    let place = this.#height - 1;
    if (place < 0 || this.#ids[place] !== id) {
      place = this.#find(id);
      if (place < 0) return;
      this.#unwind(place + 1, gone);
    }
    this.#drop(place);
    // What it ran in ran as well.
    if (place < this.#doubtful) this.#doubtful = 0;
  }

  /** A call is known to be the innermost (0: none runs). `gone` is told those that seemed to run inside it. */
  align(id: number, gone: (id: number) => void): void {
    let place = this.#height - 1;
    if (place >= 0 ? this.#ids[place] !== id : id !== 0) {
      place = id === 0 ? -1 : this.#find(id);
      if (place < 0 && id !== 0) {
        this.push(id, -1);
        return;
      }
      this.#unwind(place + 1, gone);
    }
    if (place < this.#doubtful) this.#doubtful = 0;
  }

  #find(id: number): number {
    for (let place = this.#height - 1; place >= 0; place--) if (this.#ids[place] === id) return place;
    return -1;
  }

  #unwind(height: number, gone: (id: number) => void): void {
    while (this.#height > height) {
      this.#drop(this.#height - 1);
      gone(this.#ids[this.#height]);
    }
  }

  #drop(place: number): void {
    const fn = this.#functions[place];
    if (fn >= 0) this.#running[fn]--;
    this.#height = place;
  }

  #clear(): void {
    this.#height = 0;
    this.#doubtful = 0;
    this.#running.fill(0);
  }

  #grow(): void {
    const ids = new Float64Array(this.#ids.length * 2);
    const functions = new Int32Array(ids.length);
    ids.set(this.#ids);
    functions.set(this.#functions);
    this.#ids = ids;
    this.#functions = functions;
  }

  #growRunning(fn: number): void {
    const running = new Int32Array(Math.max(fn + 1, this.#running.length * 2));
    running.set(this.#running);
    this.#running = running;
  }
}
