/** Browsers that cannot read, or not always: each says so, and goes on by itself where the cause is gone. */
import { createServer, type Server } from "node:http";
import type { BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { browse, HELLO, MISSING, PATIENCE, serve } from "./browser";

/** What browsers that resist fingerprinting do to every canvas, while `protecting` is true. */
const FALSE_PIXELS = `
  globalThis.protecting = true;
  for (const type of [globalThis.CanvasRenderingContext2D, globalThis.OffscreenCanvasRenderingContext2D]) {
    const real = type.prototype.getImageData;
    type.prototype.getImageData = function (...args) {
      const given = real.apply(this, args);
      if (globalThis.protecting) for (let at = 0; at < given.data.length; at += 1) given.data[at] = Math.random() * 256;
      return given;
    };
  }`;

/** What others do: the lowest bit of some pixels. */
const NUDGED_PIXELS = `
  const real = CanvasRenderingContext2D.prototype.getImageData;
  CanvasRenderingContext2D.prototype.getImageData = function (...args) {
    const given = real.apply(this, args);
    for (let at = 0; at < given.data.length; at += 3) if (at % 4 !== 3) given.data[at] ^= 1;
    return given;
  };`;

/** A camera that can be made to stand still, with or without saying so. */
const FREEZING_CAMERA = `
  const real = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (wanted) => {
    const stream = await real(wanted);
    const source = document.createElement("video");
    source.srcObject = stream;
    source.muted = true;
    await source.play();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [640, 480];
    const pen = canvas.getContext("2d");
    setInterval(() => globalThis.still || pen.drawImage(source, 0, 0, 640, 480), 50);
    const shown = canvas.captureStream(20);
    globalThis.mute = (muted) => {
      const [track] = shown.getVideoTracks();
      globalThis.still = muted;
      Object.defineProperty(track, "muted", { value: muted, configurable: true });
    };
    return shown;
  };`;

/** Voices that come late, or only on a server, or that say nothing. */
const VOICES = (kind: "late" | "remote" | "dropping"): string => `
  const voice = { name: "English", lang: "en_US", localService: ${kind !== "remote"}, default: true, voiceURI: "x" };
  let there = ${kind === "late"} ? [] : [voice];
  const synthesis = new EventTarget();
  globalThis.said = [];
  Object.assign(synthesis, {
    speaking: false, pending: false, cancel() {}, getVoices: () => there,
    speak(spoken) {
      globalThis.said.push(spoken.text);
      if (${kind !== "dropping"}) setTimeout(() => spoken.onend?.(new Event("end")), 50);
    },
  });
  setTimeout(() => { there = [voice]; synthesis.dispatchEvent(new Event("voiceschanged")); }, 2500);
  globalThis.SpeechSynthesisUtterance = class { constructor(text) { this.text = text; } };
  Object.defineProperty(globalThis, "speechSynthesis", { value: synthesis, configurable: true });`;

const notice = (page: Page): Promise<string> => page.locator("#notice").textContent().then(String);
const letter = (page: Page): Promise<unknown> =>
  page.waitForFunction(() => document.querySelector("#letter-name")?.textContent, null, { polling: 20 });
const says = (page: Page, words: string): Promise<unknown> =>
  page.waitForFunction((wanted) => document.querySelector("#notice")?.textContent?.includes(wanted), words);

describe.skipIf(MISSING !== null)("browsers", () => {
  let server: { address: string; stop: () => void };
  let context: BrowserContext | null = null;

  beforeAll(async () => {
    server = await serve();
  }, PATIENCE);
  afterEach(async () => {
    await context?.close();
    context = null;
  });
  afterAll(() => server?.stop());

  async function open(script: string, clip: string | null = HELLO, more: readonly string[] = []): Promise<Page> {
    context = await browse(clip, {}, more);
    const page = await context.newPage();
    if (script !== "") await page.addInitScript(script);
    await page.goto(server.address);
    return page;
  }

  it("give false pixels: said before anything is loaded, and it starts when they are true", {
    timeout: PATIENCE,
  }, async () => {
    const page = await open(FALSE_PIXELS);
    const asked: string[] = [];
    page.on("request", (request) => asked.push(request.url()));
    await page.click("#start");
    expect(await notice(page)).toMatch(/false pixels/);
    expect(asked.filter((url) => /onnx|task|wasm/.test(url))).toEqual([]);
    expect(await page.evaluate(() => document.querySelector("video")?.srcObject ?? null)).toBe(null);
    await page.evaluate("globalThis.protecting = false");
    await letter(page);
    expect(await notice(page)).toBe("");
  });

  it("nudge pixels: it reads all the same", { timeout: PATIENCE }, async () => {
    const page = await open(NUDGED_PIXELS);
    await page.click("#start");
    await letter(page);
  });

  it("without SIMD or WebGL are told so", { timeout: PATIENCE }, async () => {
    for (const [flag, words] of [
      ["--js-flags=--no-enable-ssse3 --no-enable-sse4-1", /no SIMD/],
      ["--disable-3d-apis", /no WebGL/],
    ] as const) {
      const page = await open("", HELLO, [flag]);
      await page.click("#start");
      expect(await notice(page)).toMatch(words);
      expect(await page.evaluate(() => document.querySelector("video")?.srcObject ?? null)).toBe(null);
      await context?.close();
    }
  });

  it("whose camera stands still say so, and go on", { timeout: PATIENCE }, async () => {
    const page = await open(FREEZING_CAMERA);
    await page.click("#start");
    await letter(page);
    for (const freeze of ["globalThis.mute(true)", "globalThis.still = true"]) {
      await page.evaluate(freeze);
      await says(page, "stands still");
      expect(await page.locator("#letter-name").textContent()).toBe("");
      await page.evaluate("globalThis.mute(false)");
      await letter(page);
      expect(await notice(page)).toBe("");
    }
  });

  it("whose voices come late speak with them", { timeout: PATIENCE }, async () => {
    const page = await open(VOICES("late"), null);
    await page.click("#speak");
    await page.waitForFunction(() => (globalThis as unknown as { said: string[] }).said.length === 1);
    expect(await notice(page)).toBe("");
  });

  it("whose voices are elsewhere, or say nothing, are told so", { timeout: PATIENCE }, async () => {
    for (const [kind, words] of [
      ["remote", "no English voice on this machine"],
      ["dropping", "says nothing"],
    ] as const) {
      const page = await open(VOICES(kind), null);
      await page.click("#speak");
      await says(page, words);
      await context?.close();
    }
  });
});

describe.skipIf(MISSING !== null)("another program's page at the same address", () => {
  const OTHER = `<!doctype html><title>other</title><p id="s"></p><script>
    navigator.serviceWorker.register("/other.js").then(() => navigator.serviceWorker.ready).then(() => (s.textContent = "kept"))</script>`;
  const WORKER = `
    self.addEventListener("install", (event) => { self.skipWaiting();
      event.waitUntil(caches.open("other").then((cache) => cache.add("/"))); });
    self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));
    self.addEventListener("fetch", (event) => event.request.mode === "navigate" &&
      event.respondWith(caches.match("/").then((kept) => kept ?? fetch(event.request))));`;

  const SOON = 15_000;

  async function other(port: number): Promise<Server> {
    const server = createServer((request, answer) => {
      const found = { "/": ["text/html", OTHER], "/other.js": ["text/javascript", WORKER] }[request.url ?? ""];
      answer.writeHead(found ? 200 : 404, { "Content-Type": found?.[0] ?? "text/plain" }).end(found?.[1] ?? "");
    });
    await new Promise<void>((ready) => server.listen(port, "127.0.0.1", ready));
    return server;
  }

  const close = (server: Server): Promise<void> =>
    new Promise((closed) => {
      server.closeAllConnections();
      server.close(() => closed());
    });

  /** A worker gives way while a page is loaded, soon after, or, where the machine is slow, when it is loaded again. */
  async function loaded(page: Page, condition: () => boolean): Promise<void> {
    const end = Date.now() + PATIENCE / 3;
    while (!(await page.waitForFunction(condition, null, { timeout: SOON }).catch(() => null))) {
      if (Date.now() > end) throw new Error(`never: ${condition}, in ${await page.title()}`);
      await page.reload();
    }
  }

  it("does not stand in the way of ours, nor ours in its", { timeout: PATIENCE }, async () => {
    const first = await other(0);
    const { port } = first.address() as { port: number };
    const address = `http://127.0.0.1:${port}/`;
    const context = await browse(null);
    const page = await context.newPage();
    await page.goto(address);
    await page.waitForFunction(() => document.querySelector("#s")?.textContent === "kept");
    await close(first);

    const ours = await serve(port);
    await page.goto(address);
    await loaded(page, () => document.title === "signread");
    await loaded(page, () => navigator.serviceWorker.controller?.scriptURL.endsWith("/sw.js") ?? false);
    ours.stop();
    await ours.ended;

    const again = await other(port);
    await page.goto(address);
    expect(await page.title()).toBe("other");
    await page.waitForFunction(async () =>
      (await navigator.serviceWorker.getRegistrations()).every((one) => !one.active?.scriptURL.endsWith("/sw.js")),
    );
    await context.close();
    await close(again);
  });
});
