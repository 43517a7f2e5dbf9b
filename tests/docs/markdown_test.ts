import assert from "node:assert/strict";
import { test } from "node:test";
import { comparable, documentedCommands } from "./markdown.ts";

const document = `# Title

    tstrace run main.ts     # a comment
    tstrace stats [FILTER]
    --> fib(n = number: 1)
    sqlite3 traces.sqlite "select 1"

Text.

\`\`\`sh
cd somewhere
# nothing

tstrace
\`\`\`

\`\`\`text
2026/11/23  --> a()  6 µs
\`\`\`

\`\`\`sh no-run
rm -rf /
\`\`\`

    select id
    from traces;

- item

      tstrace nosuch
`;

test("commands are found with their lines, and nothing else is", () => {
  assert.deepEqual(documentedCommands(document), [
    { line: 3, kind: "shell", text: "tstrace run main.ts     # a comment" },
    { line: 6, kind: "shell", text: 'sqlite3 traces.sqlite "select 1"' },
    { line: 11, kind: "shell", text: "cd somewhere" },
    { line: 14, kind: "shell", text: "tstrace", output: "2026/11/23  --> a()  6 µs" },
    { line: 25, kind: "sql", text: "select id\nfrom traces;" },
  ]);
});

test("outputs are compared but for numbers and times", () => {
  const [one, other] = [
    "10:07:04,5  12/1  --> a(n = number: 1)  6 µs\n",
    "9:07:04,500  4281/1   --> a(n = number: 2)  1.5 ms",
  ];
  assert.equal(comparable(one), comparable(other));
  assert.notEqual(comparable(one), comparable(one.replace("a(", "b(")));
});
