/** The camera was stopped, or another one opened, before this one was ready. */
export class Superseded extends Error {}

/** The camera: opened, watched, and opened again when it comes back. */
export class Camera {
  readonly video = document.createElement("video");
  private stream: MediaStream | null = null;
  private request = 0;

  constructor(private readonly onLost: () => void) {
    this.video.muted = true;
    this.video.playsInline = true;
    this.video.setAttribute("aria-hidden", "true"); // the canvas has the name
  }

  /** Opens a camera, the given one if it is there. Throws Superseded, or what the browser says. */
  async open(device: string): Promise<void> {
    this.close();
    const request = this.request;
    const wanted = {
      width: { ideal: 640 },
      height: { ideal: 480 },
      ...(device ? { deviceId: { ideal: device } } : { facingMode: "user" }),
    };
    const stream = await this.mine(request, navigator.mediaDevices.getUserMedia({ video: wanted, audio: false }));
    this.stream = stream;
    stream.getVideoTracks()[0]?.addEventListener("ended", () => {
      if (this.stream !== stream) return;
      this.close();
      this.onLost();
    });
    this.video.srcObject = stream;
    await this.mine(request, this.video.play());
  }

  /** What was promised, unless another wish came in between. */
  private async mine<T>(request: number, promised: Promise<T>): Promise<T> {
    const [outcome] = await Promise.allSettled([promised]);
    if (request !== this.request) {
      if (outcome.status === "fulfilled" && outcome.value instanceof MediaStream)
        for (const track of outcome.value.getTracks()) track.stop();
      throw new Superseded();
    }
    if (outcome.status === "rejected") throw outcome.reason;
    return outcome.value;
  }

  close(): void {
    this.request += 1;
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = null;
    this.video.srcObject = null;
  }

  /** Whether another program, a phone call say, has taken the camera for a while. */
  get isMuted(): boolean {
    return this.stream?.getVideoTracks()[0]?.muted ?? false;
  }

  get isOpen(): boolean {
    return this.stream?.active ?? false;
  }

  /**
   * What is another one whenever the camera has given a new picture: how many it gave, or where a browser does not count
   * them, the video's time, which some browsers let go on without pictures.
   */
  get moment(): number {
    return this.video.getVideoPlaybackQuality?.().totalVideoFrames || this.video.currentTime;
  }

  /** The name by which the browser knows the camera that is open. */
  get device(): string {
    return this.stream?.getVideoTracks()[0]?.getSettings().deviceId ?? "";
  }
}

export async function cameras(): Promise<MediaDeviceInfo[]> {
  return (await navigator.mediaDevices.enumerateDevices()).filter(
    ({ kind, deviceId }) => kind === "videoinput" && deviceId,
  );
}
