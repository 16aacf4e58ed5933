/** The camera: opened, watched, and opened again when it comes back. */
export class Camera {
  readonly video = document.createElement("video");
  private stream: MediaStream | null = null;

  constructor(private readonly onLost: () => void) {
    this.video.muted = true;
    this.video.playsInline = true;
    this.video.setAttribute("aria-hidden", "true"); // the canvas over it has the name
  }

  /** Opens a camera, the given one if it is there. Throws what the browser says. */
  async open(device: string): Promise<void> {
    this.close();
    const wanted = { width: { ideal: 640 }, height: { ideal: 480 }, ...(device ? { deviceId: { ideal: device } } : { facingMode: "user" }) };
    this.stream = await navigator.mediaDevices.getUserMedia({ video: wanted, audio: false });
    this.stream.getVideoTracks()[0]?.addEventListener("ended", this.onLost);
    this.video.srcObject = this.stream;
    await this.video.play();
  }

  close(): void {
    for (const track of this.stream?.getTracks() ?? []) track.stop();
    this.stream = null;
    this.video.srcObject = null;
  }

  get isOpen(): boolean {
    return this.stream?.active ?? false;
  }
}

export async function cameras(): Promise<MediaDeviceInfo[]> {
  return (await navigator.mediaDevices.enumerateDevices()).filter(({ kind, deviceId }) => kind === "videoinput" && deviceId);
}
