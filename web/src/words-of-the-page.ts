/** Every text of the page, in each of its languages. */
const english = {
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

export type Texts = typeof english;

const chinese: Texts = {
  modes: "模式", read: "识读", practise: "练习", settings: "设置", camera: "摄像头", picture: "摄像头画面，标出找到的手",
  start: "打开摄像头", stop: "停止", loading: "正在加载", suggestions: "最可能的词", text: "已拼出的文字",
  space: "空格", backspace: "退格", clear: "清空", speak: "朗读", copy: "复制", share: "分享", big: "大字", close: "关闭",
  askFor: "练习内容", letters: "字母", words: "单词", show: "请比出", spell: "请拼出", viewerSide: "别人看到的样子", signerSide: "你自己看到的样子",
  next: "换一个", forget: "清除我的记录", right: "右手", left: "左手", either: "都可以", hand: "你用的手", language: "语言", theme: "颜色",
  auto: "跟随系统", light: "浅色", dark: "深色", whichCamera: "摄像头", aloud: "每拼完一个词就念出来",
  well: "对了！", saw: "我看到的是", weak: "会多练的字母", copied: "已复制。", notCopied: "没能复制文字。",
  noCamera: "这个浏览器找不到可用的摄像头。接上一个，再重新打开。",
  noPermission: "摄像头未获允许。请在浏览器里允许本页面使用摄像头，再重新打开。",
  insecure: "浏览器只把摄像头交给本机上的页面，或 https 页面。",
  lost: "摄像头断开了。一旦恢复，就会继续使用。",
  noWasm: "这个浏览器不能运行 WebAssembly，而识读需要它。",
  notLoaded: "应用的一部分没能加载", slow: "机器较慢：每秒读取的画面会减少", noVoice: "这个浏览器在本机上没有英语语音。",
  howTitle: "它怎样工作",
  how: "跟踪器先找到你的手和手上的 21 个点；一个小网络再结合手的画面，说出字母。停住片刻的字母会被写下来；J 和 Z 靠动作来读。一个词拼完，手离开画面半秒；一句话拼完，离开两秒。同一个字母连拼两次时，把手向旁边滑一小段。",
  cannotTitle: "它做不到什么",
  cannot: "它读的是美国手语的手指字母，大约一秒一个，而且会出错：对从没见过的人的摄像头图片，100 张里读对 91 张。它不认识表示整个词的手势，也不看面部。如果读错一个字母会伤害到人，请不要使用它。",
  privacyTitle: "我的画面会怎样",
  privacy: "任何东西都不会离开这台机器。画面只在本页面里读取，随即丢弃；不录制，也不发送。你的设置和练习记录只留在这个浏览器里。",
};

export type Language = "en" | "zh";
export const TEXTS: Readonly<Record<Language, Texts>> = { en: english, zh: chinese };
