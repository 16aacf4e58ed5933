/** Reads frames beside the page, so that the page stays quick. */
import { canvasOf, pen } from "../core/canvas";
import { Reader } from "../core/reader";
import type { Picture } from "../core/types";
import type { Answer, Request } from "./messages";

let reader: Reader | null = null;
const frame = canvasOf(1, 1);

function drawn(image: ImageBitmap, canvas: Picture): Picture {
  if (canvas.width !== image.width || canvas.height !== image.height)
    [canvas.width, canvas.height] = [image.width, image.height];
  pen(canvas).drawImage(image, 0, 0);
  image.close();
  return canvas;
}

const send = (answer: Answer): void => self.postMessage(answer);

async function answer(request: Request): Promise<void> {
  const { kind, number } = request;
  if (kind === "load") {
    reader = await Reader.load(request.base, (done) => send({ kind: "part", done }));
    send({ kind: "loaded", number, lexicon: reader.lexicon });
  } else if (reader === null) throw new Error("nothing is loaded");
  else if (kind === "begin") reader.begin();
  else if (kind === "frame") {
    reader.side = request.side;
    send({ kind: "read", number, reading: await reader.read(drawn(request.image, frame), request.time) });
  } else send({ kind: "read", number, reading: await reader.readPicture(drawn(request.image, canvasOf(1, 1))) });
}

/** One after the other: what follows a hand must not be overtaken by the next frame. */
let last: Promise<void> = Promise.resolve();
self.onmessage = ({ data }: MessageEvent<Request>): void => {
  last = last
    .then(() => answer(data))
    .catch((error: unknown) =>
      send({ kind: "failed", number: data.number, message: error instanceof Error ? error.message : String(error) }),
    );
};
