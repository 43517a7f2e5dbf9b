import { STATISTICS_SCHEMA } from "./statistics_schema.ts";

/** `PRAGMA application_id` of a database of traces: "tstr". */
export const APPLICATION_ID = 0x74737472;

/** `PRAGMA user_version`: raised with every change that an older tstrace could not read. */
export const SCHEMA_VERSION = 6;

/**
 * Splits the column `args` into a JSON array of arrays, `[[""],["name","value","type"],…,[""]]`, which
 * `json_each` walks. Doubled backslashes are put aside meanwhile (as char(1), which `json_quote` never
 * leaves in its output), so that a value that holds the text `\u001e` is not taken for a separator.
 */
const splitArgs = (column: string): string =>
  `json_each('[[' || replace(replace(replace(replace(json_quote(${column}), '\\\\', char(1)),
    '\\u001f', '","'), '\\u001e', '"],["'), char(1), '\\\\') || ']]')`;

const firstStart = "(SELECT started_ms FROM recordings ORDER BY id LIMIT 1)";

/** Tables and views; docs/database.md describes them. */
export const SCHEMA = `
CREATE TABLE recordings (
  id INTEGER PRIMARY KEY,
  started_ms REAL NOT NULL,
  command TEXT NOT NULL,
  cwd TEXT NOT NULL,
  ended_ms REAL,
  status TEXT,
  pid INTEGER NOT NULL,
  first_trace INTEGER NOT NULL,
  lost INTEGER NOT NULL DEFAULT 0,
  monotonic_ns INTEGER NOT NULL,
  left_out INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE processes (
  id INTEGER PRIMARY KEY,
  recording INTEGER NOT NULL REFERENCES recordings,
  pid INTEGER NOT NULL,
  parent_pid INTEGER NOT NULL,
  runtime TEXT NOT NULL,
  command TEXT NOT NULL,
  transport TEXT,
  record_ns REAL
);
CREATE TABLE threads (
  id INTEGER PRIMARY KEY,
  process INTEGER NOT NULL REFERENCES processes,
  tid INTEGER NOT NULL,
  name TEXT NOT NULL,
  shallow INTEGER NOT NULL DEFAULT 0,
  detail INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE modules (
  id INTEGER PRIMARY KEY,
  path TEXT NOT NULL UNIQUE
);
CREATE TABLE functions (
  id INTEGER PRIMARY KEY,
  module INTEGER NOT NULL REFERENCES modules,
  name TEXT NOT NULL,
  line INTEGER NOT NULL,
  col INTEGER NOT NULL,
  kind TEXT NOT NULL,
  params TEXT NOT NULL,
  UNIQUE (module, name, line, col)
);
CREATE TABLE traces (
  id INTEGER PRIMARY KEY,
  function INTEGER,
  at INTEGER NOT NULL,
  thread INTEGER NOT NULL,
  kind INTEGER NOT NULL,
  call INTEGER,
  parent INTEGER,
  depth INTEGER NOT NULL,
  leave INTEGER,
  duration INTEGER,
  args TEXT,
  data BLOB,
  lost INTEGER
);
CREATE TABLE rings (
  recording INTEGER NOT NULL REFERENCES recordings,
  name TEXT NOT NULL,
  thread INTEGER NOT NULL,
  process INTEGER NOT NULL,
  records INTEGER NOT NULL,
  open BLOB NOT NULL,
  PRIMARY KEY (recording, name)
) WITHOUT ROWID;
CREATE TABLE sequence (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  next INTEGER NOT NULL
);
INSERT INTO sequence VALUES (1, 1);

${STATISTICS_SCHEMA}
CREATE VIEW args (trace, name, type, value) AS
SELECT traces.id, arg.value ->> 0, arg.value ->> 2, arg.value ->> 1
FROM traces, ${splitArgs("traces.args")} AS arg
WHERE json_array_length(arg.value) = 3;

CREATE VIEW calls (id, time, at, pid, tid, module, func, line, args, result, exception, duration, parent, depth) AS
SELECT
  call.id,
  strftime('%Y-%m-%d %H:%M:%S',
    (CAST(${firstStart} * 1000 AS INTEGER) + call.at / 1000) / 1000000, 'unixepoch', 'localtime')
    || printf('.%06d', (CAST(${firstStart} * 1000 AS INTEGER) + call.at / 1000) % 1000000),
  call.at,
  processes.pid,
  threads.tid,
  CASE WHEN substr(modules.path, 1, length(recordings.cwd) + 1) = recordings.cwd || '/'
    THEN substr(modules.path, length(recordings.cwd) + 2) ELSE modules.path END,
  functions.name,
  functions.line,
  (SELECT group_concat((arg.value ->> 0) || ' = ' || (arg.value ->> 1), ', ')
    FROM ${splitArgs("call.args")} AS arg WHERE json_array_length(arg.value) = 3),
  CASE WHEN leave.kind = 1 THEN (SELECT arg.value ->> 1
    FROM ${splitArgs("leave.args")} AS arg WHERE json_array_length(arg.value) = 3 LIMIT 1) END,
  CASE WHEN leave.kind = 2 THEN (SELECT arg.value ->> 1
    FROM ${splitArgs("leave.args")} AS arg WHERE json_array_length(arg.value) = 3 LIMIT 1) END,
  leave.duration,
  call.parent,
  call.depth
FROM traces AS call
LEFT JOIN traces AS leave ON leave.id = call.leave
LEFT JOIN functions ON functions.id = call.function
LEFT JOIN modules ON modules.id = functions.module
LEFT JOIN threads ON threads.id = call.thread
LEFT JOIN processes ON processes.id = threads.process
LEFT JOIN recordings ON recordings.id = processes.recording
WHERE call.kind = 0 AND functions.kind IS NOT 'module';

PRAGMA application_id = ${APPLICATION_ID};
PRAGMA user_version = ${SCHEMA_VERSION};
`;
