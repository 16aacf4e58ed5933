// The page before a camera for an hour: whether its memory and the time of a frame stay as they are (Linux).
//
//     MINUTES=60 npx vitest run --dir benchmarks hour

import { readdirSync, readFileSync } from "node:fs";
import { it } from "vitest";
import { browse, HELLO, serve } from "../test/browser";
import { count } from "./counted";

const MINUTES = Number(process.env["MINUTES"] ?? 60);
const EVERY = Math.max(MINUTES / 12, 0.5);
const TICKS_PER_SECOND = 100;

/** Megabytes and seconds of the processor that the browser's pages have taken. */
function taken(): { megabytes: number; seconds: number } {
  let [megabytes, seconds] = [0, 0];
  for (const name of readdirSync("/proc").filter((entry) => /^\d+$/.test(entry))) {
    try {
      const command = readFileSync(`/proc/${name}/cmdline`, "utf8");
      if (!command.includes("--type=renderer")) continue;
      const memory = /^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${name}/smaps_rollup`, "utf8"));
      megabytes += Number(memory?.[1] ?? 0) / 1024;
      const times = readFileSync(`/proc/${name}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
      seconds += (Number(times[11]) + Number(times[12])) / TICKS_PER_SECOND;
    } catch {
      // it has ended
    }
  }
  return { megabytes, seconds };
}

it("stays as it is", { timeout: 2 * MINUTES * 60_000 }, async () => {
  const { address, stop } = await serve();
  const context = await browse(HELLO);
  const page = context.pages()[0] ?? (await context.newPage());
  const counted = await count(page);
  await page.goto(address);
  await page.click("#start");
  const answers = async (): Promise<number> => (await counted()).answers;
  console.log(
    `Chromium ${context.browser()?.version() ?? ""}\n| minutes | MB | frames a second | ms of the processor a frame |`,
  );
  console.log("|---:|---:|---:|---:|");
  await page.waitForTimeout(30_000); // it loads, and looks for its pace
  for (let minutes = 0, before = taken(), seen = await answers(); minutes < MINUTES; minutes += EVERY) {
    await page.waitForTimeout(EVERY * 60_000);
    const [now, count] = [taken(), await answers()];
    const milliseconds = (1000 * (now.seconds - before.seconds)) / (count - seen);
    const rate = (count - seen) / (EVERY * 60);
    console.log(
      `| ${minutes + EVERY} | ${now.megabytes.toFixed(0)} | ${rate.toFixed(1)} | ${milliseconds.toFixed(1)} |`,
    );
    [before, seen] = [now, count];
  }
  await context.close();
  stop();
});
