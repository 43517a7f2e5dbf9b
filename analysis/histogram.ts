/** Durations below this have a bucket each; above, each doubling is cut into half as many. */
const EXACT = 128;
const PER_DOUBLING = EXACT / 2;
const BITS = Math.log2(PER_DOUBLING);

/**
 * How often durations occurred, to within 1.6 %: buckets that grow with what is in them, as in HdrHistogram
 * (https://hdrhistogram.github.io/HdrHistogram/). A few hundred numbers for a function that is called millions of times.
 */
export class Histogram {
  #counts = new Uint32Array(EXACT);
  #count = 0;

  /** Adds a duration, ns. */
  add(duration: number): void {
    const bucket = bucketOf(duration);
    if (bucket >= this.#counts.length) {
      const more = new Uint32Array(bucket + PER_DOUBLING);
      more.set(this.#counts);
      this.#counts = more;
    }
    this.#counts[bucket]++;
    this.#count++;
  }

  /** The duration, ns, that a share of them (0 to 1) does not exceed: the middle of its bucket. NaN without any. */
  percentile(share: number): number {
    if (this.#count === 0) return NaN;
    let left = Math.max(1, Math.ceil(share * this.#count));
    for (let bucket = 0; bucket < this.#counts.length; bucket++) {
      left -= this.#counts[bucket];
      if (left <= 0) return middleOf(bucket);
    }
    return NaN;
  }
}

function bucketOf(duration: number): number {
  const whole = Math.max(0, Math.floor(duration));
  if (whole < EXACT) return whole;
  if (whole >= 2 ** 32) {
    const doublings = Math.floor(Math.log2(whole)) - BITS;
    return doublings * PER_DOUBLING + Math.floor(whole / 2 ** doublings);
  }
  const doublings = 31 - Math.clz32(whole) - BITS;
  return doublings * PER_DOUBLING + (whole >>> doublings);
}

function middleOf(bucket: number): number {
  if (bucket < EXACT) return bucket;
  const doublings = Math.floor(bucket / PER_DOUBLING) - 1;
  const low = (bucket - doublings * PER_DOUBLING) * 2 ** doublings;
  return low + (2 ** doublings - 1) / 2;
}
