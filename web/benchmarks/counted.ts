import type { Page } from "playwright-core";

/** What a page counts of itself. */
export interface Counted {
  /** Frames that were read: each is one answer of the page's worker. */
  answers: number;
  /** Pictures of the hand that spells. */
  drawn: number;
  /** Milliseconds of the main thread's tasks of more than 50. */
  long: number[];
}

/** Lets a page that is opened next count. */
export async function count(page: Page): Promise<() => Promise<Counted>> {
  await page.addInitScript(() => {
    const counted: Counted = { answers: 0, drawn: 0, long: [] };
    Object.assign(window, { counted });
    const post = Worker.prototype.postMessage as (this: Worker, ...sent: unknown[]) => void;
    const heard = new WeakSet<Worker>();
    Worker.prototype.postMessage = function (this: Worker, ...sent: unknown[]) {
      if (!heard.has(this)) this.addEventListener("message", () => (counted.answers += 1));
      heard.add(this);
      post.apply(this, sent);
    };
    const draw = WebGL2RenderingContext.prototype.drawElements;
    WebGL2RenderingContext.prototype.drawElements = function (...given) {
      counted.drawn += 1;
      draw.apply(this, given);
    };
    new PerformanceObserver((list) => {
      counted.long.push(...list.getEntries().map(({ duration }) => duration));
    }).observe({ type: "longtask" });
  });
  return () => page.evaluate(() => (window as unknown as { counted: Counted }).counted);
}
