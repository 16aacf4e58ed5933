import { pen } from "../core/canvas";
import type { Picture } from "../core/types";

/** A frame that came over, on a canvas. */
export function drawn(image: ImageBitmap, canvas: Picture): Picture {
  if (canvas.width !== image.width || canvas.height !== image.height)
    [canvas.width, canvas.height] = [image.width, image.height];
  pen(canvas).drawImage(image, 0, 0);
  image.close();
  return canvas;
}
