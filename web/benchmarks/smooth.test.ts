// Whether the page stays smooth while it reads, and reads on while the hand spells.
//
//     npx vitest run --dir benchmarks smooth

import { it } from "vitest";
import { browse, HELLO, serve } from "../test/browser";
import { type Counted, count } from "./counted";

const SECONDS = Number(process.env["EACH_S"] ?? 20);

it("stays smooth", { timeout: 20 * SECONDS * 1000 }, async () => {
  const { address, stop } = await serve();
  const context = await browse(HELLO, { viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const counted = await count(page);
  await page.goto(address);
  await page.click("#start");
  await page.waitForFunction(() => document.querySelector("#letter-name")?.textContent);
  console.log(`Chromium ${context.browser()?.version() ?? ""}, drawing in software`);
  console.log("| | frames read a second | pictures of the hand a second | tasks over 50 ms | longest |");
  console.log("|---|---:|---:|---:|---:|");
  const row = async (name: string): Promise<void> => {
    await page.waitForTimeout(5000); // it finds its pace
    const before: Counted = await counted();
    await page.waitForTimeout(SECONDS * 1000);
    const now = await counted();
    const long = now.long.slice(before.long.length);
    const each = [(now.answers - before.answers) / SECONDS, (now.drawn - before.drawn) / SECONDS];
    const longest = Math.max(0, ...long).toFixed(0);
    console.log(`| ${name} | ${each.map((rate) => rate.toFixed(1)).join(" | ")} | ${long.length} | ${longest} ms |`);
  };
  await row("reading");
  await page.click("#go-talk");
  await page.waitForTimeout(3000); // the hand is loaded
  await row("the hand is there, and rests");
  await page.fill("#answer-text", "the quick brown fox jumps over the lazy dog ".repeat(Math.ceil(SECONDS / 5)));
  await page.press("#answer-text", "Enter");
  await row("the hand spells");
  await page.click("#stop");
  await row("the hand spells, no camera");
  await context.close();
  stop();
});
