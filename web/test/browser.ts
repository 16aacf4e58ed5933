import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type BrowserContext, chromium, type Page } from "playwright-core";

export const ROOT = join(import.meta.dirname, "../..");
export const PYTHON = process.env["SIGNREAD_PYTHON"] ?? join(ROOT, ".venv/bin/python");
const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync);
export const MISSING = CHROMIUM === undefined ? "no Chromium" : null;

/** A clip of HELLO, and the real data where a machine has it. */
export const HELLO = join(ROOT, "tests/data/hello.mp4");
export const DATA = join(process.env["SIGNREAD_DATA"] ?? join(ROOT, "../shared/data"), "hands");

/** Milliseconds after which a wait is given up: what is waited for comes within seconds, but other programs may run. */
export const PATIENCE = 900_000;

/** Serves the built app, and tells its address. */
export async function serve(port = 0): Promise<{ address: string; stop: () => void; ended: Promise<unknown> }> {
  const server = spawn(PYTHON, ["-m", "signread", "app", "--port", String(port), "--no-browser"], { cwd: ROOT });
  let said = "";
  server.stderr.on("data", (more) => (said += more));
  const address = await new Promise<string>((ready, failed) => {
    server.stdout.once("data", (line) => ready(String(line).trim()));
    server.once("exit", () => failed(new Error(said)));
  });
  return { address, stop: () => server.kill("SIGINT"), ended: new Promise((done) => server.once("exit", done)) };
}

/** A browser whose camera plays a clip, or that has none. */
export async function browse(
  clip: string | null,
  options: Parameters<typeof chromium.launchPersistentContext>[1] = {},
  more: readonly string[] = [],
): Promise<BrowserContext> {
  const folder = mkdtempSync(join(tmpdir(), "signread-"));
  const flags = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    ...more,
  ];
  if (clip !== null) {
    const video = join(folder, "camera.y4m");
    execFileSync(PYTHON, [join(import.meta.dirname, "camera.py"), clip, video], { cwd: ROOT });
    flags.push(
      "--use-fake-device-for-media-stream",
      "--use-fake-ui-for-media-stream",
      `--use-file-for-fake-video-capture=${video}`,
    );
  }
  const context = await chromium.launchPersistentContext(join(folder, "user"), {
    executablePath: CHROMIUM ?? "",
    args: flags,
    headless: true,
    ...options,
  });
  context.setDefaultTimeout(PATIENCE / 3); // sooner than the test, so that it can say where it waited
  return context;
}

/** Whatever a page complains of. */
export function complaints(page: Page): string[] {
  const found: string[] = [];
  page.on("pageerror", (error) => found.push(String(error)));
  page.on("console", (line) => line.type() === "error" && found.push(`${line.text()} ${line.location().url}`));
  return found;
}

/** Pictures of hands with what Python reads in them: of tests/data, or so many of the real data. */
export function readByPython(count?: number): [string, string | null][] {
  const options = count === undefined ? [] : [String(count)];
  const printed = execFileSync(PYTHON, [join(import.meta.dirname, "read_pictures.py"), ...options], {
    cwd: ROOT,
    maxBuffer: 2 ** 28,
  });
  return JSON.parse(printed.toString()) as [string, string | null][];
}
