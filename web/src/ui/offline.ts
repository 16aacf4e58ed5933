/** Milliseconds to wait for what makes the page work without a network. */
const PATIENCE = 3000;

/** Keeps the app's files, so that it works without a network from the second visit on. */
export async function keepOffline(): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  const worker = navigator.serviceWorker;
  if (worker.controller?.scriptURL === new URL("./sw.js", location.href).href) return;
  const controlled = new Promise((done) => worker.addEventListener("controllerchange", done, { once: true }));
  worker.register("./sw.js").catch(() => undefined);
  await Promise.race([controlled, new Promise((late) => setTimeout(late, PATIENCE))]);
}
