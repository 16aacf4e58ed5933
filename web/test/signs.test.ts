/** One's own signs: recorded from a camera in the page, and read there. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { browse, complaints, HELLO, MISSING, PATIENCE, PYTHON, ROOT, serve } from "./browser";

/** One where there is little time: each is recorded three times, as long as it takes. */
const WORDS = process.env["SIGNREAD_SLOW"] ? ["please", "milk", "sorry"] : ["please"];
const made = execFileSync(
  PYTHON,
  [join(import.meta.dirname, "sign_clips.py"), mkdtempSync(join(tmpdir(), "signs-")), ...WORDS],
  { cwd: ROOT, env: { ...process.env, PYTHONPATH: ROOT } },
)
  .toString()
  .trim()
  .split("\n")
  .filter((line) => line !== "");
const clip = (name: string): string => made.find((path) => path.endsWith(`${name}.mp4`)) ?? "";

describe.skipIf(MISSING !== null || made.length === 0)("one's own signs", () => {
  let app: Awaited<ReturnType<typeof serve>>;
  beforeAll(async () => {
    app = await serve();
  });
  afterAll(() => app?.stop());

  async function opened(page: Page): Promise<void> {
    await page.goto(app.address);
    await page.click("#go-signs");
    await page.click("#start");
    await page.waitForFunction(
      () =>
        document.querySelector("#letter-name")?.textContent === "" &&
        document.querySelector<HTMLElement>("#welcome")?.hidden,
    );
  }

  it(
    "are recorded three times each, kept, and read from then on",
    async () => {
      let kept = "";
      for (const word of WORDS) {
        const context = await browse(clip(word));
        try {
          const page = await context.newPage();
          const trouble = complaints(page);
          await page.addInitScript((signs) => signs && localStorage.setItem("signread.signs", signs), kept);
          await opened(page);
          await expect.poll(() => page.locator("#loading").isHidden(), { timeout: PATIENCE / 3 }).toBe(true);
          await page.fill("#sign-name", word);
          await expect
            .poll(
              async () => {
                await page.click("#record-form .main");
                return page.locator("#record-stop").isVisible();
              },
              { timeout: PATIENCE / 3, interval: 1000 },
            )
            .toBe(true);
          await page.waitForFunction(
            (name) => document.querySelector("#sign-list")?.textContent?.includes(`${name} (3)`),
            word,
          );
          kept = (await page.evaluate(() => localStorage.getItem("signread.signs"))) ?? "";
          expect(trouble).toEqual([]);
        } finally {
          await context.close();
        }
      }
      expect((JSON.parse(kept) as { signs: { name: string }[] }).signs.map(({ name }) => name)).toEqual(WORDS);

      const context = await browse(clip("all"));
      try {
        const page = await context.newPage();
        await page.addInitScript((signs) => localStorage.setItem("signread.signs", signs), kept);
        await opened(page);
        const said = (): Promise<string[]> =>
          page.evaluate(() => (document.querySelector("#signed-text")?.textContent ?? "").split(/\s+/).filter(Boolean));
        await expect.poll(async () => (await said()).length, { timeout: PATIENCE / 3 }).toBeGreaterThan(WORDS.length);
        // The clip goes round, and may have begun anywhere; one that has a busy machine's few frames may be missed.
        const read = await said();
        console.info(read.join(" "));
        expect(new Set(read.filter((word) => word !== word.toUpperCase()))).toEqual(new Set(WORDS));
        const [download] = await Promise.all([page.waitForEvent("download"), page.click("#signs-export")]);
        expect(readFileSync(await download.path(), "utf8")).toBe(kept);
        await page.click('#sign-list button[aria-label="Delete: please"]');
        await expect.poll(() => page.locator("#sign-list li").count()).toBe(WORDS.length - 1);
        await page.setInputFiles("#signs-file", {
          name: "signs.json",
          mimeType: "application/json",
          buffer: Buffer.from(kept),
        });
        await expect.poll(() => page.locator("#sign-list li").count()).toBe(WORDS.length);
        await page.setInputFiles("#signs-file", {
          name: "no.json",
          mimeType: "application/json",
          buffer: Buffer.from("{"),
        });
        await expect
          .poll(() => page.locator("#signs-notice").textContent())
          .toContain("no.json: This is no file of signs");
        await page.fill("#sign-name", "A");
        await page.click("#record-form .main");
        await expect.poll(() => page.locator("#signs-notice").textContent()).toContain("A single letter");
      } finally {
        await context.close();
      }
    },
    PATIENCE,
  );

  it(
    "leave letters that are spelled beside them what they are",
    async () => {
      const context = await browse(HELLO);
      try {
        const page = await context.newPage();
        await opened(page);
        await page.waitForFunction(
          () => /HEL+O/.test(document.querySelector("#signed-text")?.textContent ?? ""),
          null,
          {
            timeout: PATIENCE / 3,
          },
        );
      } finally {
        await context.close();
      }
    },
    PATIENCE,
  );
});
