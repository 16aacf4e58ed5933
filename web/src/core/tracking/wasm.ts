/** MediaPipe tells of its loading as of an error. */
const complain = console.error.bind(console);
console.error = (...message: unknown[]): void => {
  if (String(message[0]).startsWith("INFO:")) console.info(...message);
  else complain(...message);
};

/** Where MediaPipe's own code lies. base: where the page lies. */
export const wasmOf = (base: string): { wasmLoaderPath: string; wasmBinaryPath: string } => ({
  wasmLoaderPath: new URL("./wasm/vision_wasm_internal.js", base).href,
  wasmBinaryPath: new URL("./wasm/vision_wasm_internal.wasm", base).href,
});
