/** Reports, in Chromium: drawn, moved by keys and mouse, read by a screen reader, and safe. */
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { type Recorder, withRecording } from "../analysis/testing.ts";
import { launchChromium, withoutChromium } from "./chromium.ts";
import { ODD_NAME, program } from "./export_source.ts";
import { inDirectory, runTstrace } from "./runtimes.ts";

const skip = withoutChromium;
let browser: Browser;
before(async () => {
  if (!skip) browser = await launchChromium();
});
after(() => browser?.close());

const EVIL = '</script><script>document.title = "owned"</script><img src=x onerror="document.title=1">';

function record(r: Recorder): void {
  program(r);
  r.end(r.call(EVIL, ["html", EVIL, "string"]), EVIL, "string");
}

/** What a page did that it should not. */
interface Opened {
  page: Page;
  complaints: string[];
  requests: string[];
}

/** Opens a report of what was recorded. */
async function open(directory: string, recorded = record, ...argv: string[]): Promise<Opened> {
  const path = join(directory, "report.html");
  withRecording(recorded, (_reader, database) => {
    const { status, stderr } = runTstrace(["report", "--db", database, "-o", path, ...argv], { cwd: directory });
    assert.equal(status, 0, stderr);
    assert.match(stderr, /report\.html, 0\.\d MB: open it in a browser\n$/);
  });
  return await openFile(path);
}

async function openFile(path: string): Promise<Opened> {
  const page = await browser.newPage({ viewport: { width: 1200, height: 700 } });
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on("console", (message) => complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("request", (request) => requests.push(request.url()));
  await page.goto(pathToFileURL(path).href);
  await page.waitForFunction(() => !document.getElementById("facts")?.textContent?.startsWith("Opening"));
  return { page, complaints, requests };
}

/** How many different colours the chart has: nothing but the ground is one. */
function colours(page: Page, canvas = "#timeline canvas"): Promise<number> {
  return page.evaluate((selector) =>
    new Promise<number>((done) => {
      // Behind the drawing that is due.
      requestAnimationFrame(() =>
        requestAnimationFrame(() => {
          const canvas = document.querySelector(selector) as HTMLCanvasElement;
          const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
          done(new Set(new Uint32Array(data.buffer)).size);
        })
      );
    }), canvas);
}

/** The chart as it is drawn. */
function picture(page: Page): Promise<string> {
  return page.evaluate(() =>
    new Promise<string>((done) => {
      requestAnimationFrame(() =>
        requestAnimationFrame(() => done((document.querySelector("#timeline canvas") as HTMLCanvasElement).toDataURL()))
      );
    })
  );
}

test(
  "a report opens without a complaint and asks for nothing but itself",
  { skip },
  () =>
    inDirectory(async (directory) => {
      const { page, complaints, requests } = await open(directory);
      assert.ok(await colours(page) > 8);
      for (const tab of ["Flame graph", "Functions", "Exceptions (1)", "Timeline"]) {
        await page.getByRole("tab", { name: tab }).click();
        assert.equal(await page.getByRole("tabpanel").count(), 1);
      }
      await page.keyboard.press("ArrowDown");
      assert.deepEqual(complaints, []);
      assert.deepEqual(requests, [pathToFileURL(join(directory, "report.html")).href]);
      const facts = await page.locator("#facts").textContent();
      assert.match(facts ?? "", /^9 calls · \d+ traces · 2 processes · 2 threads · /);
      await page.close();
    }),
);

test("what was recorded is text, whatever it holds", { skip }, () =>
  inDirectory(async (directory) => {
    const { page, complaints } = await open(directory);
    await page.getByRole("tab", { name: "Functions" }).click();
    await page.getByRole("button", { name: EVIL, exact: true }).click();
    const detail = page.getByRole("complementary", { name: "Selected call" });
    assert.equal(await detail.getByRole("heading", { level: 2 }).textContent(), EVIL);
    await detail.getByRole("cell", { name: EVIL }).first().waitFor();
    assert.equal(await page.locator("img").count(), 0);
    assert.equal(await page.title(), "main.ts – tstrace");
    assert.deepEqual(complaints, []);
    await page.close();
  }));

test("a script that somebody puts into the file does not run", { skip }, () =>
  inDirectory(async (directory) => {
    await (await open(directory)).page.close();
    const path = join(directory, "report.html");
    const owned =
      `<script>document.title = "owned"</script><img src="http://127.0.0.1:9/" onerror="document.title = 1">`;
    writeFileSync(path, readFileSync(path, "utf8").replace("<header>", () => `${owned}<header>`));
    const { page, complaints } = await openFile(path);
    assert.equal(await page.title(), "main.ts – tstrace");
    assert.equal(complaints.filter((text) => /Content Security Policy/.test(text)).length, 3, complaints.join("\n"));
    await page.close();
  }));

test(
  "keys go from call to call, and a call tells its values, its caller and its calls",
  { skip },
  () =>
    inDirectory(async (directory) => {
      const { page } = await open(directory);
      const detail = page.getByRole("complementary", { name: "Selected call" });
      const heading = detail.getByRole("heading", { level: 2 });
      const said = page.locator("#live");
      await page.keyboard.press("ArrowDown");
      assert.equal(await heading.textContent(), "main");
      await page.keyboard.press("ArrowDown");
      assert.equal(await heading.textContent(), "Cart.total");
      assert.match(await said.textContent() ?? "", /^Cart\.total, \S+ .s, called by main, at /);
      await detail.getByRole("row", { name: "rate 0.2 number" }).waitFor();
      await detail.getByRole("row", { name: "61.2 number" }).waitFor();
      await page.keyboard.press("ArrowRight");
      await detail.getByRole("row", { name: "rate 0.5 number" }).waitFor();
      await page.keyboard.press("ArrowUp");
      assert.equal(await heading.textContent(), "main");
      await detail.getByRole("button", { name: "load" }).click();
      assert.equal(await heading.textContent(), "load");
      await detail.getByRole("row", { name: /^waited/ }).waitFor();
      await page.keyboard.press("Escape");
      await page.locator("#timeline canvas").focus();
      await page.keyboard.press("e");
      assert.equal(await heading.textContent(), "main");
      await detail.getByRole("row", { name: "no TypeError" }).waitFor();
      await page.close();
    }),
);

test("zooming and panning change the picture, and 0 shows all again", { skip }, () =>
  inDirectory(async (directory) => {
    const { page } = await open(directory);
    const whole = await picture(page);
    const seen = new Set([whole]);
    const changes: (() => Promise<void>)[] = [
      () => page.keyboard.press("+"),
      () => page.keyboard.press("d"),
      async () => {
        await page.mouse.move(300, 300);
        await page.mouse.wheel(0, -400);
      },
      async () => {
        await page.mouse.down();
        await page.mouse.move(500, 300, { steps: 4 });
        await page.mouse.up();
      },
    ];
    for (const [index, change] of changes.entries()) {
      await change();
      seen.add(await picture(page));
      assert.equal(seen.size, index + 2, `change ${index} shows nothing new`);
    }
    await page.mouse.move(10, 690);
    await page.keyboard.press("0");
    assert.equal(await picture(page), whole);
    await page.close();
  }));

test(
  "a search counts what it finds, in the table and in both orders of the flame graph",
  { skip },
  () =>
    inDirectory(async (directory) => {
      const { page, complaints } = await open(directory);
      await page.keyboard.press("/");
      await page.keyboard.type("cart.total");
      assert.match(await page.locator("#found").textContent() ?? "", /^1 functions?, 2 calls, [\d.]+ % of the time$/);
      await page.getByRole("tab", { name: "Functions" }).click();
      assert.equal(await page.getByRole("row").count(), 2);
      await page.getByRole("columnheader", { name: "calls" }).getByRole("button").click();
      assert.equal(await page.getByRole("columnheader", { name: "calls" }).getAttribute("aria-sort"), "descending");
      await page.locator("#view-functions").focus();
      await page.keyboard.press("2");
      assert.ok(await colours(page, "#flame canvas") > 8);
      await page.keyboard.press("ArrowDown");
      await page.getByRole("row", { name: /^calls by this path/ }).waitFor();
      await page.getByRole("combobox", { name: "Order" }).selectOption({ index: 1 });
      assert.ok(await colours(page, "#ordered canvas") > 8);
      assert.deepEqual(complaints, []);
      await page.close();
    }),
);

test("a deep thread leaves room for others until it is unfolded", { skip }, () =>
  inDirectory(async (directory) => {
    const { page } = await open(directory, (r) => {
      const calls = Array.from({ length: 100 }, (_, i) => r.call(`down${i}`));
      for (const call of calls.reverse()) r.end(call);
      r.thread = 2;
      r.end(r.call("beside"));
    });
    const height = () => page.evaluate(() => (document.querySelector("#timeline .space") as HTMLElement).clientHeight);
    // Behind the drawing that is due.
    const drawn = () => picture(page);
    const folded = await height();
    const box = await page.locator("#timeline canvas").boundingBox();
    const head = { x: 600, y: (box?.y ?? 0) + 30 };
    await page.mouse.click(head.x, head.y);
    await drawn();
    assert.ok(await height() > folded + 60 * 10, `${await height()} after ${folded}`);
    await page.mouse.click(head.x, head.y);
    await drawn();
    assert.equal(await height(), folded);
    await page.keyboard.press("/");
    await page.keyboard.type("down99");
    await page.keyboard.press("Enter");
    assert.ok(await height() > folded, "what is chosen is not shown");
    await page.close();
  }));

test("lost records, calls without an end and exceptions are shown", { skip }, () =>
  inDirectory(async (directory) => {
    const { page } = await open(directory);
    await page.locator("summary").click();
    const notes = await page.locator("#notes li").allTextContents();
    assert.ok(notes.some((note) => /42 traces were lost in 1 place/.test(note)), notes.join("\n"));
    await page.getByRole("tab", { name: "Exceptions (1)" }).click();
    await page.getByRole("row", { name: /main TypeError: no 1$/ }).waitFor();
    const bad = await page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue("--bad"));
    assert.match(bad, /^#[0-9a-f]{6}$/);
    await page.close();
  }));

test("it is light or dark as the system is, also while it is open", { skip }, () =>
  inDirectory(async (directory) => {
    const { page } = await open(directory);
    const light = await picture(page);
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    assert.equal(await ground(), "rgb(255, 255, 255)");
    await page.emulateMedia({ colorScheme: "dark" });
    assert.notEqual(await ground(), "rgb(255, 255, 255)");
    assert.notEqual(await picture(page), light);
    await page.close();
  }));

test("a recording without traces, and a filter, are shown as such", { skip }, () =>
  inDirectory(async (directory) => {
    const empty = await open(directory, () => {});
    assert.match(await empty.page.locator("#facts").textContent() ?? "", /^0 calls · 0 traces/);
    assert.deepEqual(empty.complaints, []);
    await empty.page.close();
    const { page } = await open(directory, record, `func == 'Cart.total'`);
    assert.match(await page.locator("#facts").textContent() ?? "", /^2 calls .* filter: func == 'Cart.total'$/);
    await page.close();
  }));

test("a report that cannot be written says why, and leaves nothing", () =>
  inDirectory((directory) => {
    withRecording((r) => r.end(r.call(ODD_NAME)), (_reader, database) => {
      const argv = ["report", "--db", database, "-o", join(directory, "no", "such", "report.html")];
      const { status, stderr } = runTstrace(argv, { cwd: directory });
      assert.equal(status, 1);
      assert.match(stderr, /^tstrace: cannot write .*report\.html: ENOENT/);
    });
  }));
