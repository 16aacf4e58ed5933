import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { defineConfig, type Plugin } from "vite";

const PAGE = join(import.meta.dirname, "../src/signread/webapp/page");
/** Large files are kept when they are first used. */
const SHELL = /\.(html|js|css|svg|png|webp|webmanifest)$/;

/** All of these know :has(): for browsers that do not, lists of selectors with it are merged, and outrank others then. */
const STYLED_BY = ["chrome107", "edge107", "firefox121", "safari16.4"];

/** Writes the service worker, which has to know the names of the files that were built. */
function offline(): Plugin {
  return {
    name: "offline",
    apply: "build",
    closeBundle() {
      const shell = readdirSync(PAGE, { recursive: true, withFileTypes: true })
        .filter((file) => file.isFile() && SHELL.test(file.name) && file.name !== "sw.js")
        .map((file) => relative(PAGE, join(file.parentPath, file.name)).split(sep).join("/"))
        .filter((name) => !/^(wasm|screenshots)\//.test(name))
        .sort();
      const digest = createHash("sha256");
      for (const name of shell) digest.update(name).update(readFileSync(join(PAGE, name)));
      const worker = readFileSync(join(import.meta.dirname, "sw.js"), "utf8");
      const known = `const SHELL = ${JSON.stringify(["./", ...shell])};\nconst VERSION = "${digest.digest("hex").slice(0, 16)}";\n`;
      writeFileSync(join(PAGE, "sw.js"), known + worker);
    },
  };
}

export default defineConfig({
  base: "./",
  build: { outDir: PAGE, emptyOutDir: true, target: "es2022", cssTarget: STYLED_BY, assetsInlineLimit: 0 },
  plugins: [offline()],
  server: { host: "127.0.0.1" },
});
