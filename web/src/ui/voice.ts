/** How long voices are waited for: some browsers look for them only when asked. */
const VOICES_MS = 6000;
/** How long until a voice must have begun. */
const BEGINS_MS = 4000;

/** Says words with a voice of this machine: others would send the text away. Tells what is wrong, null for nothing. */
export async function say(words: string): Promise<"noVoice" | "voiceSilent" | null> {
  const voice = "speechSynthesis" in window ? (ownVoice() ?? (await ownVoiceLater())) : undefined;
  if (voice === undefined) return "noVoice";
  const spoken = new SpeechSynthesisUtterance(words.toLowerCase());
  spoken.voice = voice;
  spoken.lang = voice.lang.replace("_", "-");
  const begun = new Promise<boolean>((tell) => {
    spoken.onstart = spoken.onend = () => tell(true);
    spoken.onerror = ({ error }) => tell(error === "canceled" || error === "interrupted");
    // What waits behind other words is not silent.
    setTimeout(() => tell(speechSynthesis.speaking || speechSynthesis.pending), BEGINS_MS);
  });
  speechSynthesis.speak(spoken);
  return (await begun) ? null : "voiceSilent";
}

function ownVoice(): SpeechSynthesisVoice | undefined {
  return speechSynthesis.getVoices().find(({ lang, localService }) => localService && lang.startsWith("en"));
}

async function ownVoiceLater(): Promise<SpeechSynthesisVoice | undefined> {
  if (speechSynthesis.getVoices().length > 0) return undefined;
  return new Promise((found) => {
    const look = (): void => found(ownVoice());
    speechSynthesis.addEventListener("voiceschanged", look, { once: true });
    setTimeout(look, VOICES_MS);
  });
}
