// Firefox, driven over WebDriver BiDi; its camera is a clip. Slow tests only: SIGNREAD_SLOW=1, and for the first of them
// a display: xvfb-run npx vitest run --dir test firefox

import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import puppeteer, { type Browser, type Page } from "puppeteer-core";
import { afterEach, describe, expect, it } from "vitest";
import { HELLO, PATIENCE, PYTHON, ROOT, serve } from "./browser";

const FIREFOX = ["/usr/bin/firefox-esr", "/usr/bin/firefox"].find(existsSync);
const WANTED = FIREFOX !== undefined && process.env["SIGNREAD_SLOW"] !== undefined;
/** What is drawn without a graphics card, by Mesa. */
const SOFTWARE = {
  "webgl.force-enabled": true,
  "webgl.out-of-process": true,
  "gfx.webrender.software.opengl": true,
  "widget.dmabuf.enabled": false,
  "gfx.webrender.all": true,
  "layers.acceleration.force-enabled": true,
  "security.sandbox.content.level": 0,
};

describe.skipIf(!WANTED)("the app in Firefox", () => {
  const ends: (() => unknown)[] = [];
  afterEach(async () => {
    for (const end of ends.splice(0).reverse()) await end();
  });

  async function open(headless: boolean, preferences: Record<string, unknown>): Promise<Page> {
    const { address, stop } = await serve();
    ends.push(stop);
    const browser: Browser = await puppeteer.launch({
      browser: "firefox",
      executablePath: FIREFOX ?? "",
      headless,
      extraPrefsFirefox: { "media.autoplay.default": 0, ...preferences },
    });
    ends.push(() => browser.close());
    const page = await browser.newPage();
    page.setDefaultTimeout(PATIENCE / 3);
    await page.evaluateOnNewDocument(clipAsCamera, playable());
    await page.goto(address);
    await page.click("#start");
    return page;
  }

  const says = (page: Page, place: string, wanted: RegExp): Promise<unknown> =>
    page.waitForFunction(
      (where, pattern) => new RegExp(pattern).test(document.querySelector(where)?.textContent ?? ""),
      { polling: 500 },
      place,
      wanted.source,
    );

  it.skipIf(!process.env["DISPLAY"])(
    "reads HELLO",
    async () => {
      const page = await open(false, SOFTWARE);
      await says(page, "#text", /HEL+O/);
      expect(await page.$eval("#notice", (notice) => notice.textContent)).toBe("");
    },
    PATIENCE,
  );

  it(
    "says what it wants where there is no WebGL, before the camera is asked for",
    async () => {
      const page = await open(true, { "webgl.disabled": true });
      await says(page, "#notice", /WebGL/);
      expect(await page.evaluate(() => document.documentElement.dataset["asked"])).toBeUndefined();
    },
    PATIENCE,
  );
});

/** The clip as H.264, which Firefox plays. */
function playable(): string {
  const file = join(mkdtempSync(join(tmpdir(), "signread-")), "hello.mp4");
  const code = `import sys; from signread import open_video; from signread.output.video import VideoSink
with VideoSink(__import__("pathlib").Path(sys.argv[2])) as sink:
    for frame in open_video(sys.argv[1]): sink.write(frame.image, frame.time)`;
  execFileSync(PYTHON, ["-c", code, HELLO, file], { cwd: ROOT });
  return readFileSync(file).toString("base64");
}

/** Runs in the page: its camera plays the clip again and again, and notes that it was asked. */
function clipAsCamera(clip: string): void {
  if (!navigator.mediaDevices) return;
  navigator.mediaDevices.getUserMedia = async () => {
    document.documentElement.dataset["asked"] = "yes";
    const bytes = Uint8Array.from(atob(clip), (character) => character.charCodeAt(0));
    const video = document.createElement("video");
    Object.assign(video, {
      muted: true,
      loop: true,
      src: URL.createObjectURL(new Blob([bytes], { type: "video/mp4" })),
    });
    video.playbackRate = 0.5; // other programs may leave the page few frames
    await video.play();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [640, 480];
    setInterval(() => canvas.getContext("2d")?.drawImage(video, 0, 0, 640, 480), 66);
    return canvas.captureStream(15);
  };
  navigator.mediaDevices.enumerateDevices = async () =>
    [{ kind: "videoinput", deviceId: "clip", label: "clip", groupId: "" }] as MediaDeviceInfo[];
}
