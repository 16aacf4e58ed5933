import { canvasOf, pen } from "../core/canvas";
import { element, setText } from "./elements";
import { outline } from "./outline";

/** What the camera sees, with the outline that was found in it, and what was read. */
export class Viewfinder {
  private readonly picture = element<HTMLCanvasElement>("picture");
  /** The frame that is read. */
  readonly frame = canvasOf(640, 480);

  constructor(video: HTMLVideoElement) {
    video.className = "unseen"; // what is shown is drawn together with its outline
    this.picture.before(video);
  }

  /** Takes a frame of the camera. */
  take(video: HTMLVideoElement): void {
    const { frame, picture } = this;
    if (frame.width !== video.videoWidth || frame.height !== video.videoHeight) {
      frame.width = picture.width = video.videoWidth;
      frame.height = picture.height = video.videoHeight;
      element("stage").style.setProperty("--shape", `${video.videoWidth} / ${video.videoHeight}`);
    }
    pen(frame).drawImage(video, 0, 0);
  }

  /** Draws the frame with its own hands. Both are mirrored by their style, for the eyes; what is read is as it came. */
  show(hands: readonly (readonly (readonly number[])[])[], letter: string | null, confidence = 0): void {
    const drawing = this.picture.getContext("2d");
    drawing?.drawImage(this.frame, 0, 0);
    for (const points of hands) if (drawing) outline(drawing, points);
    setText("letter-name", letter ?? "");
    setText("letter-sure", letter === null ? "" : `${Math.round(confidence * 100)}%`);
  }

  /** Nothing is read just now. */
  forget(): void {
    setText("letter-name", "");
  }

  /** Nothing is seen any more. */
  clear(): void {
    this.forget();
    this.picture.getContext("2d")?.clearRect(0, 0, this.picture.width, this.picture.height);
  }
}
