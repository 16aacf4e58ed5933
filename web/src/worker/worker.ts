/** Reads frames beside the page, so that the page stays quick. */
import { canvasOf } from "../core/canvas";
import { Reader } from "../core/reader";
import { drawn } from "./frames";
import type { Asked, Content } from "./messages";
import { serve } from "./port";

let reader: Reader | null = null;
const frame = canvasOf(1, 1);

serve<Asked, Content>(async (asked, onPart) => {
  if (asked.kind === "load") {
    reader = await Reader.load(asked.base, onPart);
    return reader.lexicon;
  }
  if (reader === null) throw new Error("nothing is loaded");
  if (asked.kind === "begin") {
    reader.begin();
    return null;
  }
  if (asked.kind === "picture") return reader.readPicture(drawn(asked.image, canvasOf(1, 1)));
  reader.side = asked.side;
  return reader.read(drawn(asked.image, frame), asked.time);
});
