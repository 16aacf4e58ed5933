/** Speech of the other person as text, only where the browser recognises it on the device itself. */

/** What is spelled by the hand is English letters. */
const LANGUAGE = "en-US";

interface Recognised {
  readonly results: ArrayLike<ArrayLike<{ readonly transcript: string }>>;
}

/** A draft that TypeScript does not know yet: Web Speech API, on-device recognition. */
interface Recognition {
  lang: string;
  processLocally: boolean;
  onresult: ((event: Recognised) => void) | null;
  onerror: (() => void) | null;
  onend: (() => void) | null;
  start(): void;
  stop(): void;
}

interface RecognitionKind {
  new (): Recognition;
  available?(options: { langs: string[]; processLocally: boolean }): Promise<string>;
}

export class Listening {
  private current: Recognition | null = null;

  private constructor(private readonly kind: RecognitionKind) {}

  /** Null where no browser or device does it; a language pack that is not there is not fetched. */
  static async find(): Promise<Listening | null> {
    const { SpeechRecognition: kind } = window as { SpeechRecognition?: RecognitionKind };
    try {
      const found = await kind?.available?.({ langs: [LANGUAGE], processLocally: true });
      return kind !== undefined && found === "available" ? new Listening(kind) : null;
    } catch {
      return null;
    }
  }

  get isOn(): boolean {
    return this.current !== null;
  }

  /** Listens to one utterance. ended: told whether something went wrong. */
  begin(heard: (text: string) => void, ended: (failed: boolean) => void): void {
    if (this.current !== null) return;
    const one = (this.current = new this.kind());
    let failed = false;
    one.lang = LANGUAGE;
    one.processLocally = true;
    one.onresult = ({ results }): void => heard(Array.from(results, (result) => result[0]?.transcript ?? "").join(" "));
    one.onerror = (): void => void (failed = true);
    one.onend = (): void => ((this.current = null), ended(failed));
    one.start();
  }

  end(): void {
    this.current?.stop();
  }
}
