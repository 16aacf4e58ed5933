/** The hand that spells, in a real browser. */
import { readFileSync } from "node:fs";
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

/** What is in hands.webp, row by row; where a tile of it lies in the hand's place, in parts of the place's height. */
const PICTURED = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
const TILES = { side: 220, across: 6, scale: 1.88 / 429, left: -176 / 429, top: 40 / 429 };

/** Of each picture in hands.webp: the skin that is in it and in a screenshot, of what is in one of them. Runs in the page. */
async function agreement([base64, tiles, pictured]: readonly [string, typeof TILES, string]): Promise<number[]> {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const seen = await createImageBitmap(new Blob([bytes]));
  const all = await createImageBitmap(await (await fetch("./hands.webp")).blob());
  const canvas = new OffscreenCanvas(seen.width, seen.height);
  const pen = canvas.getContext("2d", { willReadFrequently: true }) as OffscreenCanvasRenderingContext2D;
  const skin = (draw: () => void): Uint8Array => {
    pen.fillStyle = "#808080";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    draw();
    const { data } = pen.getImageData(0, 0, canvas.width, canvas.height);
    return Uint8Array.from({ length: data.length / 4 }, (_, at) =>
      (data[4 * at] ?? 0) - (data[4 * at + 2] ?? 0) >= 40 ? 1 : 0,
    );
  };
  const { side, across } = tiles;
  const [scale, left] = [tiles.scale * seen.height, seen.width / 2 + tiles.left * seen.height];
  const [width, top] = [side * scale, tiles.top * seen.height];
  const shown = skin(() => pen.drawImage(seen, 0, 0));
  const kept = window as unknown as { pictured?: Uint8Array[] };
  kept.pictured ??= [...pictured].map((_, place) => {
    const from = [(place % across) * side, Math.floor(place / across) * side] as const;
    return skin(() => pen.drawImage(all, ...from, side, side, left, top, width, width));
  });
  const inside = Array.from(shown.keys()).filter((at) => {
    const [x, y] = [at % seen.width, Math.floor(at / seen.width)];
    return x >= left && x < left + width && y >= top && y < top + width;
  });
  return kept.pictured.map((wanted) => {
    let [both, either] = [0, 0];
    for (const at of inside) {
      both += (shown[at] ?? 0) & (wanted[at] ?? 0);
      either += (shown[at] ?? 0) | (wanted[at] ?? 0);
    }
    return both / either;
  });
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
        if ((rgba[at] ?? 0) - (rgba[at + 2] ?? 0) < 40) continue; // wall and buttons are grey
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
    "has the outline of Python's picture of every letter and digit, and of no other more",
    async () => {
      for (const letter of "ABCDEFGHIKLMNOPQRSTUVWXY0123456789") {
        await shown(letter);
        const content = (await page.locator("#signing").screenshot()).toString("base64");
        const alike = await page.evaluate(agreement, [content, TILES, PICTURED] as const);
        const own = alike[PICTURED.indexOf(letter)] ?? 0;
        expect(own, letter).toBeGreaterThan(0.9);
        expect(Math.max(...alike) - own, letter).toBeLessThan(0.01); // 2 is as V, F as 9
      }
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
      await page.click("#as-signer");
      await page.focus("#signing");
      await page.keyboard.press("ArrowRight");
      expect((await seen()).right).not.toBeCloseTo(front.right, 2);
      await page.click("#go-spell"); // from the front
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

  it(
    "is mirrored and close for a learner, who is asked what it spells as well",
    async () => {
      await page.click("#go-practise");
      await page.selectOption("#ask", "letters");
      expect(await page.locator("#signed-letter").textContent()).toBe(await page.locator("#task strong").textContent());
      expect((await seen()).pixels).toBeGreaterThan(0.05);
      await page.selectOption("#ask", "read");
      expect(await page.locator("#stage").isVisible()).toBe(false);
      expect(await page.locator("#signed-letter").isVisible()).toBe(false); // that would be the answer
      const before = Number(
        await page.evaluate(() => JSON.parse(localStorage.getItem("signread") ?? "{}").readingSpeed),
      );
      await page.fill("#answer", "xxxx");
      await page.press("#answer", "Enter");
      expect(await page.locator("#verdict").textContent()).toMatch(/^It was [A-Z]+\. A little slower: /);
      const after = Number(
        await page.evaluate(() => JSON.parse(localStorage.getItem("signread") ?? "{}").readingSpeed),
      );
      expect(after).toBeLessThan(before || 1);
      await page.selectOption("#ask", "lessons");
      expect(await page.locator("#lesson-number").textContent()).toBe("Lesson 1 / 7");
      expect(await page.locator("#lesson-letters li").allTextContents()).toEqual([..."ABCLOY"]);
    },
    PATIENCE,
  );

  it(
    "answers in a talk, which can be changed and saved",
    async () => {
      await page.click("#go-talk");
      await page.fill("#answer-text", "Hi <b>Ünal</b>!");
      await page.press("#answer-text", "Enter");
      await page.waitForFunction(() => document.querySelector("#signed-letter")?.textContent === "H");
      expect(await page.locator("#talk-list p").allTextContents()).toEqual(["Hi <b>Ünal</b>!"]);
      await page.click("#talk-stop");
      await page.fill("#talk-list p", "Hi Ünal!");
      await page.press("#talk-list p", "Enter");
      await page.fill("#answer-text", "\u4f60\u597d");
      await page.press("#answer-text", "Enter"); // it can be read, if not spelled
      expect(await page.locator("#talk-notice").textContent()).toContain("\u4f60");
      const [download] = await Promise.all([page.waitForEvent("download"), page.click("#talk-save")]);
      expect(readFileSync(await download.path(), "utf8")).toBe("Written: Hi Ünal!\nWritten: \u4f60\u597d\n");
      await page.click("#big");
      expect(await page.locator("#large").textContent()).toBe("\u4f60\u597d");
      await page.click("#big-round");
      expect(await page.locator("#big-round").getAttribute("aria-pressed")).toBe("true");
      await page.click("#big-close");
      await page.click("#talk-clear");
      expect(await page.locator("#talk-list li").count()).toBe(0);
      await page.click("#phrases summary");
      for (const phrase of ["One moment", "Thanks", " One moment "]) {
        await page.fill("#answer-text", phrase);
        await page.click("#phrase-keep");
      }
      await page.fill("#answer-text", "not sent yet");
      await page.locator("#phrase-list li button").first().click();
      expect(await page.locator("#talk-list p").allTextContents()).toEqual(["One moment"]);
      expect(await page.inputValue("#answer-text")).toBe("not sent yet");
      await page.reload();
      await page.click("#go-talk");
      await page.click("#phrases summary");
      expect(await page.locator("#phrase-list li").allTextContents()).toEqual(["One moment×", "Thanks×"]);
      await page.locator("#phrase-list li button").last().click();
      expect(await page.locator("#phrase-list li").allTextContents()).toEqual(["One moment×"]);
      await page.locator("#phrase-list li button").last().click();
      await page.click("#go-spell");
    },
    PATIENCE,
  );

  it(
    "listens only where speech is recognised on the device",
    async () => {
      expect(await page.locator("#listen").isVisible()).toBe(false);
      const other = await browser.newPage();
      await other.addInitScript(() => {
        class Spoken {
          processLocally = false;
          onresult: (event: unknown) => void = () => undefined;
          onend: () => void = () => undefined;
          static available = async ({ processLocally }: { processLocally: boolean }): Promise<string> =>
            processLocally ? "available" : "no";
          start(): void {
            if (!this.processLocally) throw new Error("speech would leave the device");
            setTimeout(() => (this.onresult({ results: [[{ transcript: "good day" }]] }), this.onend()), 10);
          }
        }
        Object.assign(window, { SpeechRecognition: Spoken });
      });
      await other.goto(server.address);
      await other.click("#go-talk");
      await other.click("#listen");
      await other.waitForSelector("#talk-list li");
      expect(await other.locator("#talk-list p").allTextContents()).toEqual(["good day"]);
      await other.close();
    },
    PATIENCE,
  );

  it(
    "is a picture of each letter where nothing can be drawn",
    async () => {
      const other = await browser.newPage();
      await other.addInitScript("HTMLCanvasElement.prototype.getContext = () => null");
      await other.goto(server.address);
      await other.click("#go-spell");
      await other.waitForSelector("#signing-picture:not([hidden])");
      expect(await other.locator("#hand-notice").textContent()).toMatch(/no WebGL/);
      const places = new Set<string>();
      for (const _ of "HELO") {
        places.add(await other.locator("#signing-picture").evaluate((picture) => picture.style.backgroundPosition));
        await other.click("#letter-after");
      }
      expect(places.size).toBe(3); // L stays L
      await other.close();
    },
    PATIENCE,
  );

  it(
    "forgets all that was kept when it is told to",
    async () => {
      await page.click("#go-settings");
      expect(await page.evaluate(() => localStorage.length)).toBeGreaterThan(0);
      await Promise.all([page.waitForEvent("load"), page.click("#forget-all")]);
      expect(await page.evaluate(() => localStorage.length)).toBe(0);
      await page.click("#go-spell");
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
