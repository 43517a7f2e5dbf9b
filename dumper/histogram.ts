/**
 * Histograms of durations: eight buckets for each power of two, so that a bucket's middle is at most 1/16 off what is
 * in it, as in HdrHistogram (http://hdrhistogram.org) with one digit.
 *
 * @module
 */

/** Buckets of a histogram: enough for 2^53 ns. */
export const BUCKETS = 8 * 52;

/** The bucket of a duration (ns, not negative). */
export function bucketOf(duration: number): number {
  if (duration < 8) return duration | 0;
  let octave = 0;
  // Shifts work on 32 bits.
  while (duration >= 0x40000000) {
    duration = Math.floor(duration / 0x100000);
    octave += 20;
  }
  const shift = 28 - Math.clz32(duration);
  return ((octave + shift + 1) << 3) + ((duration >> shift) & 7);
}

/** The middle of a bucket, ns. */
export function middleOf(bucket: number): number {
  if (bucket < 16) return bucket;
  const width = 2 ** ((bucket >> 3) - 1);
  return (8 + (bucket & 7)) * width + width / 2;
}
