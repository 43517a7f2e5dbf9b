// An asynchronous pipeline: generators that hand values on, each with an await or two.
import { measured } from "./measured.mjs";

const COUNT = 20000;

async function* numbers(count) {
  for (let i = 0; i < count; i++) yield i;
}

async function* mapped(source, convert) {
  for await (const value of source) yield await convert(value);
}

async function convert(n) {
  await null;
  return { n, square: n * n };
}

await measured(async () => {
  let sum = 0;
  for await (const { square } of mapped(numbers(COUNT), convert)) sum += square % 7;
  return sum;
});
