/**
 * How fast a report opens and moves in Chromium: `node bench/report.ts FILE` opens a report that `tstrace report`
 * wrote. Times are from the beginning of the navigation, in ms; frames are those of a browser without a window and
 * without a graphics card, while each of them zooms.
 *
 * @module
 */
import { resolve } from "node:path";
import process from "node:process";
import { pathToFileURL } from "node:url";
import { launchChromium } from "../tests/chromium.ts";

/** So many frames zoom in, and as many out again. */
const FRAMES = 120;

const file = process.argv[2];
if (file === undefined) throw new Error("bench/report.ts FILE: which report?");
const browser = await launchChromium();
try {
  const page = await browser.newPage({ viewport: { width: 1400, height: 900 } });
  const session = await page.context().newCDPSession(page);
  await session.send("Performance.enable");
  const seconds = async (): Promise<number> => {
    const { metrics } = await session.send("Performance.getMetrics");
    return metrics.find(({ name }) => name === "TaskDuration")?.value ?? NaN;
  };
  await page.goto(pathToFileURL(resolve(file)).href);
  await page.waitForFunction(() => performance.getEntriesByName("drawn").length > 0, undefined, { timeout: 120_000 });
  const computed = await seconds();
  const { paint, drawn, memory } = await page.evaluate(() => ({
    paint: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? NaN,
    drawn: performance.getEntriesByName("drawn")[0].startTime,
    memory: (performance as unknown as { memory?: { usedJSHeapSize: number } }).memory?.usedJSHeapSize ?? NaN,
  }));
  console.log(`first paint          ${paint.toFixed(0).padStart(6)} ms`);
  console.log(
    `timeline drawn       ${drawn.toFixed(0).padStart(6)} ms  (${(computed * 1000).toFixed(0)} ms computing)`,
  );
  console.log(`memory of the script ${(memory / 1e6).toFixed(0).padStart(6)} MB`);
  const before = await seconds();
  const frames = await page.evaluate((count) =>
    new Promise<number[]>((done) => {
      const canvas = document.querySelector("#timeline canvas") as HTMLCanvasElement;
      const times: number[] = [];
      let last = performance.now();
      const frame = (): void => {
        const now = performance.now();
        times.push(now - last);
        last = now;
        if (times.length > 2 * count) return done(times.slice(1));
        const deltaY = times.length <= count ? -50 : 50;
        canvas.dispatchEvent(new WheelEvent("wheel", { deltaY, cancelable: true, clientX: 500, clientY: 300 }));
        requestAnimationFrame(frame);
      };
      requestAnimationFrame(frame);
    }), FRAMES);
  const perFrame = (await seconds() - before) * 1000 / frames.length;
  frames.sort((a, b) => a - b);
  const at = (share: number): string => frames[Math.floor(frames.length * share)].toFixed(1);
  console.log(
    `a frame of zooming   ${at(0.5).padStart(6)} ms median, ${at(0.95)} ms in 95 of 100, ${at(0.999)} ms at most`,
  );
  console.log(`                     ${perFrame.toFixed(1).padStart(6)} ms computing a frame`);
} finally {
  await browser.close();
}
