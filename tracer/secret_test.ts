import assert from "node:assert/strict";
import { test } from "node:test";
import { chooseSecrets, isSecret } from "./secret.ts";

test("what is likely to be a secret is one, unless it may be read; names of users' own are in any case", () => {
  try {
    assert.deepEqual(["password", "apiKey", "ssn", "tokens"].map(isSecret), [true, true, false, false]);
    const one = chooseSecrets({ names: ["ssn", "*iban", "a+b"], paths: [], shown: false });
    const names = ["password", "SSN", "myIban", "ssn2", "a+b", "aab"];
    assert.deepEqual(names.map(isSecret), [true, true, true, false, true, false]);
    const two = chooseSecrets({ names: ["ssn"], paths: ["a.b"], shown: true });
    assert.deepEqual(["password", "ssn"].map(isSecret), [false, true]);
    assert.notEqual(one, two);
  } finally {
    assert.equal(chooseSecrets(), "");
  }
  assert.deepEqual(["password", "ssn"].map(isSecret), [true, false]);
});
