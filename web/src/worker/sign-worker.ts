/** Reads signs beside the page. */
import { canvasOf } from "../core/canvas";
import { SignReader } from "../core/signs/sign-reader";
import { drawn } from "./frames";
import type { AskedOfSigns, SignContent } from "./messages";
import { serve } from "./port";

let reader: SignReader | null = null;
const frame = canvasOf(1, 1);

serve<AskedOfSigns, SignContent>(async (asked, onPart) => {
  if (asked.kind === "load") {
    reader = await SignReader.load(asked.base, onPart);
    return null;
  }
  if (reader === null) throw new Error("nothing is loaded");
  if (asked.kind === "frame") return reader.read(drawn(asked.image, frame), asked.time);
  if (asked.kind === "know") await reader.know(asked.signs);
  else if (asked.kind === "record") reader.record(asked.recording);
  else reader.begin();
  return null;
});
