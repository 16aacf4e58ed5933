import * as ort from "onnxruntime-web/wasm";

/** What runs a network's file. */
export function sessionOf(model: Uint8Array): Promise<ort.InferenceSession> {
  ort.env.wasm.numThreads = 1; // a second one brings nothing to so small networks
  return ort.InferenceSession.create(model, { executionProviders: ["wasm"] });
}
