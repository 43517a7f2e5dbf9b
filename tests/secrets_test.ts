/** What nobody may read is in no recording, by both ways that traces leave a program. */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { runWords } from "./recorded.ts";
import { inDirectory, run, type Surroundings, targets, traces } from "./runtimes.ts";

const PROGRAM = `
function pay(user, ssn) { return user.card.number; }
function send(headers, password) { return [headers, new Error("refused: " + headers.how)]; }
const card = { number: "no card " + 12345, holder: "Ada" };
pay({ card, ssn: 77 }, 78079051120);
send({ how: "Bearer abcdefgh.12345678", paid: "4111 1111 1111 1111" }, "pw-hunter2");
`;

/** The arguments of each trace, and the whole database as text. */
function record(words: readonly string[], surroundings: Surroundings): { shown: string[]; bytes: string } {
  const result = run(words, surroundings);
  assert.equal(result.status, 0, result.stderr);
  const { cwd } = surroundings;
  const shown = traces(cwd).filter(({ func }) => func !== "<module>").map(({ func, args }) =>
    `${func} ${args.map(({ name, value }) => `${name}=${value}`).join(" ")}`
  );
  return { shown, bytes: readFileSync(join(cwd, "traces.sqlite"), "latin1") };
}

for (const target of targets) {
  for (const transport of ["shared", "worker"]) {
    test(`${target.name}, ${transport}: secrets are left out by name, by path and by what they are, or shown`, () =>
      inDirectory((cwd) => {
        writeFileSync(join(cwd, "main.mjs"), PROGRAM);
        const surroundings = { cwd, path: target.path };
        const words = (...more: string[]): string[] =>
          runWords(target, "--transport", transport, "--quiet", ...more, "main.mjs");
        const bearer = "Bearer *****************";
        const paid = "**** **** **** ****";
        const hidden = record(words("--redact", "ssn,user.card.number"), surroundings);
        assert.deepEqual(hidden.shown, [
          'pay user={card: {number: [redacted], holder: "Ada"}, ssn: [redacted]} ssn=[redacted]',
          'pay return value="no card 12345"',
          `send headers={how: "${bearer}", paid: "${paid}"} password=[redacted]`,
          `send return value=[{how: "${bearer}", paid: "${paid}"}, Error: refused: ${bearer}]`,
        ]);
        for (const secret of ["abcdefgh.1234", "4111 1111", "hunter2", "78079051120"]) {
          assert.ok(!hidden.bytes.includes(secret), secret);
        }
        const open = record(words("--show-secrets", "--redact", "holder"), surroundings);
        assert.deepEqual([open.shown[0], open.shown[2]], [
          'pay user={card: {number: "no card 12345", holder: [redacted]}, ssn: 77} ssn=78079051120',
          'send headers={how: "Bearer abcdefgh.12345678", paid: "4111 1111 1111 1111"} password="pw-hunter2"',
        ]);
      }));
  }
}
