/** Times as they were recorded, ns, and how many records ended a stretch of them: tracing has cost some of that time. */
export interface RecordedTimes {
  /** On top of the stack. */
  self: number;
  /** On the stack, callees included. */
  running: number;
  /** From call to end, waiting included; NaN where that is not known. */
  total: number;
  /** Records that ended a stretch of `self`, and of `running`. */
  ownRecords: number;
  runningRecords: number;
}

/** The same times less `cost` ns for each record. None is less than nothing, nor `running` less than `self`. */
export function correctedTimes(times: RecordedTimes, cost: number): { self: number; running: number; total: number } {
  const self = Math.max(0, times.self - cost * times.ownRecords);
  const running = Math.max(Math.min(self, times.running), times.running - cost * times.runningRecords);
  return { self, running, total: times.total - (times.running - running) };
}
