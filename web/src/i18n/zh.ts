import type { Texts } from "./en";

/** Every text of the page, in Chinese. */
export const CHINESE: Texts = {
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
