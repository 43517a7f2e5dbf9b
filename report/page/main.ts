/// <reference lib="dom" />
/// <reference lib="dom.iterable" />
/**
 * The page of a report: reads what was recorded, and shows it.
 *
 * @module
 */
import { App } from "./app.ts";
import { byId, pageText } from "./dom.ts";
import { readModel } from "./model.ts";

/** How often the browser may draw while the report is read, ms. */
const TURN = 50;

/** Lets the browser draw. */
function draw(): Promise<void> {
  return new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
}

async function open(): Promise<void> {
  const facts = byId("facts");
  await draw();
  let last = performance.now();
  const model = await readModel(pageText(), async (share) => {
    if (performance.now() - last < TURN) return;
    facts.textContent = `Opening the report… ${Math.floor(share * 100)} %`;
    await draw();
    last = performance.now();
  });
  new App(model).start();
}

open().catch((error) => {
  byId("facts").textContent = `This report cannot be shown: ${error instanceof Error ? error.message : error}`;
});
