/** What Python writes plays in a browser. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { describe, expect, it } from "vitest";
import { browse, HELLO, MISSING, PATIENCE, PYTHON, ROOT } from "./browser";

describe.skipIf(MISSING !== null)("an annotated video", () => {
  for (const ending of ["mp4", "webm"])
    it(`plays as .${ending}`, { timeout: PATIENCE }, async () => {
      const folder = mkdtempSync(join(tmpdir(), "signread-"));
      const video = join(folder, `read.${ending}`);
      execFileSync(PYTHON, ["-m", "signread", "read", HELLO, "--annotate", video], { cwd: ROOT, stdio: "pipe" });
      const page = join(folder, "page.html");
      writeFileSync(page, `<!doctype html><video src="read.${ending}" muted></video>`);
      const context = await browse(null);
      const shown = await context.newPage();
      await shown.goto(pathToFileURL(page).href);
      const played = await shown.evaluate(async () => {
        const element = document.querySelector("video") as HTMLVideoElement;
        await element.play();
        await new Promise<void>((ready) => {
          element.ontimeupdate = () => element.currentTime > 0.5 && ready();
        });
        return { width: element.videoWidth, duration: element.duration };
      });
      await context.close();
      expect(played.width).toBeGreaterThan(0);
      expect(played.duration).toBeGreaterThan(3.5);
      expect(played.duration).toBeLessThan(4.5);
    });
});
