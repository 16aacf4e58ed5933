/** The hand that spells, in a real browser. */
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { browse, complaints, MISSING, PATIENCE, serve } from "./browser";

/** Where skin is in a picture, and how much of it is. */
interface Seen {
  pixels: number;
  left: number;
  right: number;
  top: number;
}

describe.skipIf(MISSING !== null)("the hand that spells", () => {
  let server: { address: string; stop: () => void };
  let browser: BrowserContext;
  let page: Page;
  let said: string[];

  beforeAll(async () => {
    server = await serve();
    browser = await browse(null, { viewport: { width: 1000, height: 800 } });
    page = await browser.newPage();
    said = complaints(page);
    await page.goto(server.address);
    await page.click("#go-spell");
  }, PATIENCE);

  afterAll(async () => {
    await browser?.close();
    server?.stop();
  });

  /** Shows the first letter of a text, and looks where the hand is, in parts of the picture. */
  async function shown(text: string): Promise<Seen> {
    await page.fill("#to-spell", "");
    await page.fill("#to-spell", text);
    await page.click("#letter-before");
    return seen();
  }

  async function seen(): Promise<Seen> {
    const content = (await page.locator("#signing").screenshot()).toString("base64");
    return page.evaluate(async (base64) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes]));
      const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
      const pen = canvas.getContext("2d");
      pen?.drawImage(bitmap, 0, 0);
      const rgba = pen?.getImageData(0, 0, bitmap.width, bitmap.height).data ?? [];
      const found = { pixels: 0, left: 1, right: 0, top: 1 };
      for (let at = 0; at < rgba.length; at += 4) {
        if ((rgba[at] ?? 0) - (rgba[at + 2] ?? 0) < 25) continue; // the wall is grey
        const [x, y] = [((at / 4) % bitmap.width) / bitmap.width, Math.floor(at / 4 / bitmap.width) / bitmap.height];
        found.pixels += 4 / rgba.length;
        found.left = Math.min(found.left, x);
        found.right = Math.max(found.right, x);
        found.top = Math.min(found.top, y);
      }
      return found;
    }, content);
  }

  it(
    "shows letters as they are held",
    async () => {
      await page.waitForFunction(() => document.querySelector<HTMLCanvasElement>("#signing")?.width !== 300);
      const [a, b, l] = [await shown("A"), await shown("B"), await shown("L")];
      expect(a.pixels).toBeGreaterThan(0.05);
      expect(b.top).toBeLessThan(a.top - 0.1); // fingers are up
      expect(l.right).toBeGreaterThan(b.right + 0.04); // the thumb is out
      expect(await page.locator("#signed-letter").textContent()).toBe("L");
    },
    PATIENCE,
  );

  it(
    "goes letter by letter, and is seen from behind",
    async () => {
      await shown("LAB");
      await page.click("#letter-after");
      expect(await page.locator("#signed-letter").textContent()).toBe("A");
      await page.click("#letter-before");
      const front = await seen();
      await page.click("#as-signer");
      const behind = await seen();
      expect(behind.left).toBeLessThan(1 - front.right + 0.06); // the thumb is on the other side
      expect(await page.locator("#as-signer").getAttribute("aria-pressed")).toBe("true");
      await page.click("#as-viewer");
      await page.focus("#signing");
      await page.keyboard.press("ArrowRight");
      expect((await seen()).right).not.toBeCloseTo(front.right, 2);
      await page.click("#as-viewer");
    },
    PATIENCE,
  );

  it(
    "is the hand that is chosen",
    async () => {
      const right = await shown("L");
      await page.click("#go-settings");
      await page.selectOption("#hand", "left");
      await page.click("#go-spell");
      const left = await shown("L");
      expect(1 - left.left).toBeCloseTo(right.right, 1);
      await page.click("#go-settings");
      await page.selectOption("#hand", "either");
      await page.click("#go-spell");
    },
    PATIENCE,
  );

  it(
    "spells a word to its end",
    async () => {
      await page.fill("#to-spell", "Hi");
      await page.evaluate(() => {
        const letters: string[] = [];
        Object.assign(window, { letters });
        new MutationObserver(() => letters.push(document.querySelector("#signed-letter")?.textContent ?? "")).observe(
          document.querySelector("#signed-letter") as Element,
          { childList: true, characterData: true, subtree: true },
        );
      });
      await page.click("#signing-form button");
      await page.waitForFunction(() => (window as unknown as { letters: string[] }).letters.join("").endsWith("HI"));
      await page.waitForFunction(() => document.querySelector("#signed-letter")?.textContent === "");
    },
    PATIENCE,
  );

  it("says what no hand can spell", async () => {
    await page.fill("#to-spell", "ok 👍");
    await page.click("#signing-form button");
    expect(await page.locator("#signing-notice").textContent()).toContain("👍");
    await page.fill("#to-spell", "!");
    await page.click("#signing-form button");
    expect(await page.locator("#signing-notice").textContent()).toContain("Write a word");
    await page.fill("#to-spell", "É");
    await page.click("#signing-form button");
    expect(await page.locator("#signing-notice").textContent()).toBe("");
  });

  it("complains of nothing", () => {
    expect(said).toEqual([]);
  });
});
