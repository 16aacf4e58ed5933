/** The camera was stopped, or another one opened, before this one was ready. */
export class Superseded extends Error {}

/** The camera: opened, watched, and opened again when it comes back. */
export class Camera {
  readonly video = document.createElement("video");
  private stream: MediaStream | null = null;
  private turn = 0;

  constructor(private readonly onLost: () => void) {
    this.video.muted = true;
    this.video.playsInline = true;
    this.video.setAttribute("aria-hidden", "true"); // the canvas over it has the name
  }

  /** Opens a camera, the given one if it is there. Throws Superseded, or what the browser says. */
  async open(device: string): Promise<void> {
    this.close();
    const turn = this.turn;
    const wanted = { width: { ideal: 640 }, height: { ideal: 480 }, ...(device ? { deviceId: { ideal: device } } : { facingMode: "user" }) };
    const stream = await navigator.mediaDevices.getUserMedia({ video: wanted, audio: false });
    if (turn !== this.turn) {
      for (const track of stream.getTracks()) track.stop();
      throw new Superseded();
    }
    this.stream = stream;
    stream.getVideoTracks()[0]?.addEventListener("ended", () => {
      if (this.stream !== stream) return;
      this.close();
      this.onLost();
    });
    this.video.srcObject = stream;
    try {
      await this.video.play();
    } catch (error) {
      throw turn === this.turn ? error : new Superseded();
    }
  }

  close(): void {
    this.turn += 1;
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = null;
    this.video.srcObject = null;
  }

  get isOpen(): boolean {
    return this.stream?.active ?? false;
  }

  /** The name by which the browser knows the camera that is open. */
  get device(): string {
    return this.stream?.getVideoTracks()[0]?.getSettings().deviceId ?? "";
  }
}

export async function cameras(): Promise<MediaDeviceInfo[]> {
  return (await navigator.mediaDevices.enumerateDevices()).filter(({ kind, deviceId }) => kind === "videoinput" && deviceId);
}
