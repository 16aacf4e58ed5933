/** Every text of the page, in English. */
export const ENGLISH = {
  modes: "Modes", read: "Read", practise: "Practise", settings: "Settings", camera: "Camera", picture: "The camera's picture with the hand that was found",
  start: "Start the camera", stop: "Stop", loading: "Loading", suggestions: "Likeliest words", text: "What was spelled",
  space: "Space", backspace: "Backspace", clear: "Clear", speak: "Speak", copy: "Copy", share: "Share", big: "Big text", close: "Close",
  askFor: "Ask for", letters: "letters", words: "words", show: "Show", spell: "Spell", viewerSide: "As others see it", signerSide: "As you see it",
  next: "Another", forget: "Forget my record", right: "right", left: "left", either: "either", hand: "Your hand", language: "Language", theme: "Colours",
  auto: "as the system", light: "light", dark: "dark", whichCamera: "Camera", aloud: "Say each finished word aloud",
  well: "Right!", saw: "I see", weak: "Asked for more often", copied: "Copied.", notCopied: "The text could not be copied.",
  noCamera: "There is no camera that this browser can use. Plug one in and start again.",
  noPermission: "The camera was not allowed. Allow it in the browser's settings for this page, then start again.",
  insecure: "Browsers give a camera only to pages on this machine or over https.",
  lost: "The camera is gone. It is used again as soon as it is back.",
  noWasm: "This browser cannot run WebAssembly, which reading needs.",
  notLoaded: "A part of the app could not be loaded", slow: "Slow machine: fewer pictures a second", noVoice: "This browser has no English voice on this machine.",
  howTitle: "How it works",
  how: "A tracker finds your hand and 21 points on it. A small network reads them together with the picture of the hand and names the letter. A letter that you hold still for a moment is written; J and Z are read from their movement. Take your hand out of the picture for half a second after a word, for two seconds after a sentence. For a double letter slide your hand a little aside.",
  cannotTitle: "What it cannot do",
  cannot: "It reads American fingerspelling, about one letter a second, and errs: of webcam pictures of people it had never seen it read 91 of 100 right. It knows no signs for whole words and no faces. Do not use it where a wrong letter harms somebody.",
  privacyTitle: "What happens to my picture",
  privacy: "Nothing leaves this machine. The pictures are read in this page and forgotten at once; nothing is recorded or sent. Your settings and your practice record stay in this browser.",
};

export type Texts = typeof ENGLISH;
