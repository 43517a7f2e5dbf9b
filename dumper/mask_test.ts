import assert from "node:assert/strict";
import { test } from "node:test";
import { isCardNumber, maskText } from "./mask.ts";

function masked(text: string): string {
  const bytes = new TextEncoder().encode(`"${text}"`);
  maskText(bytes, 1, bytes.length - 1);
  return new TextDecoder().decode(bytes).slice(1, -1);
}

test("a card number is known by its beginning, its length and its check digit", () => {
  const cards = ["4111111111111111", "5555555555554444", "2223003122003222", "378282246310005", "30569309025904"];
  for (const number of [...cards, "6011111111111117", "3530111333300000", "4222222222222"]) {
    assert.ok(isCardNumber(number), number);
  }
  const others = ["4111111111111112", "411111111111111", "1700000000000", "0000000000000000", "9999999999999995", ""];
  for (const number of others) assert.ok(!isCardNumber(number), number);
});

test("card numbers, bearer tokens and private keys are written over, and nothing else", () => {
  const stars = (count: number): string => "*".repeat(count);
  const cases: [string, string][] = [
    ["card 4111 1111 1111 1111 of Zoë", "card **** **** **** **** of Zoë"],
    ["4111-1111-1111-1111", "****-****-****-****"],
    ["n=378282246310005;", `n=${stars(15)};`],
    ["Authorization: Bearer abc.DEF-123_x", `Authorization: Bearer ${stars(13)}`],
    ["bearer 0123456789abcdef and more", `bearer ${stars(16)} and more`],
    ["jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln.", `jwt ${stars(42)}`],
    [
      "-----BEGIN RSA PRIVATE KEY-----\nMIIabc+/=\nxy\n-----END RSA PRIVATE KEY-----\n",
      `-----BEGIN RSA PRIVATE KEY-----\n${stars(9)}\n**\n-----END RSA PRIVATE KEY-----\n`,
    ],
    ["-----BEGIN PRIVATE KEY-----\nMIIEvQ", "-----BEGIN PRIVATE KEY-----\n******"],
  ];
  for (const [text, expected] of cases) assert.equal(masked(text), expected);
  const plain = [
    ...["4111111111111112", "1700000000000", "id4111111111111111", "41111111111111110000000", "4111  1111 1111 1111 x"],
    ...[
      "the bearer of this letter",
      "forbearer abcdefghijkl",
      "eyJ is how JSON begins",
      "-----BEGIN PUBLIC KEY-----\nMIIB",
    ],
    ...["4111.1111.1111.1111", "2026-11-23 10:07:04,000041", "a".repeat(500), ""],
  ];
  for (const text of plain) assert.equal(masked(text), text);
});
