import { defineConfig } from "vite";

export default defineConfig({
  base: "./",
  build: { outDir: "../src/signread/app/page", emptyOutDir: true, target: "es2022", assetsInlineLimit: 0 },
  server: { host: "127.0.0.1" },
});
