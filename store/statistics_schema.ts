/** The newest recording's path of a module: relative where it lies below the working directory. */
const shortPath = (path: string): string => {
  const cwd = "(SELECT cwd FROM recordings ORDER BY id DESC LIMIT 1)";
  return `CASE WHEN substr(${path}, 1, length(${cwd}) + 1) = ${cwd} || '/'
    THEN substr(${path}, length(${cwd}) + 2) ELSE ${path} END`;
};

const SUMS = `
  sum(calls) AS calls,
  sum(returns) AS returns,
  sum(exceptions) AS exceptions,
  sum(calls + begins_lost - returns - exceptions - ends_lost) AS unfinished,
  sum(begins_lost) AS begins_lost,
  sum(ends_lost) AS ends_lost,
  sum(running) AS total,
  sum(self) AS self,
  sum(waiting) AS waiting,
  sum(duration) * 1.0 / nullif(sum(returns + exceptions - begins_lost), 0) AS average,
  min(shortest) AS shortest,
  max(longest) AS longest`;

/** The smallest duration that so large a part of the calls did not exceed. */
const percentile = (part: number): string => `min(CASE WHEN upto >= ${part} * ended THEN ns END)`;

/** Tables of what was counted of all calls, and views of them; docs/database.md describes them. */
export const STATISTICS_SCHEMA = `
CREATE TABLE counters (
  process INTEGER NOT NULL REFERENCES processes,
  function INTEGER NOT NULL REFERENCES functions,
  caller INTEGER NOT NULL,
  calls INTEGER NOT NULL,
  returns INTEGER NOT NULL,
  exceptions INTEGER NOT NULL,
  begins_lost INTEGER NOT NULL,
  ends_lost INTEGER NOT NULL,
  duration INTEGER NOT NULL,
  running INTEGER NOT NULL,
  self INTEGER NOT NULL,
  waiting INTEGER NOT NULL,
  own_records INTEGER NOT NULL,
  running_records INTEGER NOT NULL,
  shortest INTEGER,
  longest INTEGER,
  PRIMARY KEY (process, function, caller)
) WITHOUT ROWID;
CREATE TABLE histograms (
  process INTEGER NOT NULL REFERENCES processes,
  function INTEGER NOT NULL REFERENCES functions,
  durations TEXT NOT NULL,
  PRIMARY KEY (process, function)
) WITHOUT ROWID;

CREATE TABLE held_back (
  thread INTEGER NOT NULL REFERENCES threads,
  number INTEGER NOT NULL,
  function INTEGER NOT NULL,
  muted INTEGER NOT NULL,
  calls INTEGER NOT NULL,
  exceptions INTEGER NOT NULL,
  duration INTEGER NOT NULL,
  running INTEGER NOT NULL,
  shortest INTEGER,
  longest INTEGER,
  kept INTEGER NOT NULL,
  PRIMARY KEY (thread, number)
) WITHOUT ROWID;

CREATE VIEW durations (function, median, p99) AS
WITH
  buckets AS (
    SELECT function, CAST(bucket.key AS INTEGER) AS ns, sum(bucket.value) AS count
    FROM histograms, json_each(histograms.durations) AS bucket GROUP BY 1, 2),
  ascending AS (
    SELECT function, ns, sum(count) OVER (PARTITION BY function ORDER BY ns) AS upto,
      sum(count) OVER (PARTITION BY function) AS ended
    FROM buckets)
SELECT function, ${percentile(0.5)}, ${percentile(0.99)} FROM ascending GROUP BY function;

CREATE VIEW statistics AS
SELECT ${shortPath("modules.path")} AS module, functions.name AS func, functions.line, sums.calls, returns, exceptions,
  unfinished, begins_lost, ends_lost, total, self, waiting, average, median, p99, shortest, longest, callers,
  functions.id AS function
FROM (SELECT function, count(DISTINCT nullif(caller, 0)) AS callers, ${SUMS} FROM counters GROUP BY function) AS sums
JOIN functions ON functions.id = sums.function
JOIN modules ON modules.id = functions.module
LEFT JOIN durations ON durations.function = functions.id;

CREATE VIEW callers AS
SELECT caller.name AS caller, functions.name AS func, sums.calls, returns, exceptions, unfinished, begins_lost,
  ends_lost, total, self, waiting, average, shortest, longest, caller.id AS caller_function, functions.id AS function
FROM (SELECT function, caller, ${SUMS} FROM counters GROUP BY function, caller) AS sums
JOIN functions ON functions.id = sums.function
LEFT JOIN functions AS caller ON caller.id = sums.caller;

CREATE VIEW held AS
SELECT ${shortPath("modules.path")} AS module, functions.name AS func, functions.line, sum(muted) AS muted,
  sum(calls) AS counted, sum(kept) AS kept, sum(exceptions) AS exceptions, sum(duration) AS duration,
  min(shortest) AS shortest, max(longest) AS longest, functions.id AS function
FROM held_back
LEFT JOIN functions ON functions.id = held_back.function
LEFT JOIN modules ON modules.id = functions.module
WHERE muted + calls > 0
GROUP BY held_back.function;
`;
