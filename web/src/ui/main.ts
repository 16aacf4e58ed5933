import { canvasOf, pen } from "../core/canvas";
import type { Reading, Reads } from "../core/reader";
import type { ReadsSigns } from "../core/signs/sign-reader";
import { languageOf, type Texts, translate } from "../i18n";
import { loadReader, READER_PARTS } from "../worker/remote-reader";
import { Camera, Superseded } from "./camera";
import { click, element, notice, setText, showLoading } from "./elements";
import { HandPlayer } from "./hand-player";
import { LearnPage } from "./learn-page";
import { obstacle } from "./obstacles";
import { keepOffline } from "./offline";
import { Pace } from "./pace";
import { load } from "./settings";
import { SettingsPage } from "./settings-page";
import { SignPage } from "./sign-page";
import { SpellPage } from "./spell-page";
import { TalkPage } from "./talk-page";
import { TextPage } from "./text-page";
import { Viewfinder } from "./viewfinder";

/** How many of the last frames' times are kept. */
const FRAMES_TIMED = 200;
/** Milliseconds between looks whether this browser can read by now. */
const LOOK_AGAIN = 2000;
/** Milliseconds without an answer after which the browser must be asking whether the camera may be used. */
const ASKED = 400;
/** Milliseconds without a new picture after which a camera stands still. */
const STANDS_STILL = 2000;
/** What is on the page in each mode. */
const SECTIONS = {
  read: ["stage", "reading"],
  talk: ["stage", "hand-stage", "reading", "talking"],
  spell: ["hand-stage", "spelling"],
  signs: ["stage", "own-signs"],
  practise: ["stage", "hand-stage", "practice"],
  settings: ["settings"],
} as const;
type Mode = keyof typeof SECTIONS;
const MODES = Object.keys(SECTIONS) as Mode[];

const settings = load();
let texts: Texts = languageOf(settings.language).texts;
let reader: Reads | null = null;
let loading: Promise<Reads> | null = null;
let signReader: ReadsSigns | null = null;
let mode: Mode = "read";
let waitingForCamera = false;
let waitingForBrowser: ReturnType<typeof setInterval> | undefined;
let waitingForAnswer: ReturnType<typeof setTimeout> | undefined;

const camera = new Camera(() => {
  waitingForCamera = true;
  notice(texts.lost);
  ended();
});
const player = new HandPlayer(settings, texts);
const text = new TextPage(settings, texts);
const talk = new TalkPage(settings, texts, player, text);
const spelling = new SpellPage(settings, texts, player);
const practice = new LearnPage(settings, texts, player);
const signs = new SignPage(texts);
const begin = element("start");
const welcome = element("welcome");
const end = element("stop");
const view = new Viewfinder(camera.video);
const settingsPage = new SettingsPage(settings, {
  language: translatePage,
  hand: (side) => reader !== null && (reader.side = side),
  camera: () => camera.isOpen && void start(),
});

function translatePage(): void {
  texts = translate(settings.language);
  for (const page of [player, practice, text, talk, spelling, signs]) page.translate(texts);
}

function go(to: Mode): void {
  mode = to;
  document.querySelector("main")?.setAttribute("data-mode", to);
  const shown = new Set<string>(SECTIONS[to]);
  for (const section of new Set(Object.values(SECTIONS).flat())) element(section).hidden = !shown.has(section);
  if (welcome.hidden) element("stage").hidden = false; // no camera is on unseen
  for (const name of MODES) element(`go-${name}`).setAttribute("aria-pressed", String(name === to));
  practice.leave();
  talk.leave();
  signs.leave();
  if (to === "talk") talk.open();
  if (to === "practise") practice.open();
  if (to === "spell") spelling.open();
  if (to === "signs") signs.open();
  if (shown.has("hand-stage")) void player.open();
}

// Reading

async function start(): Promise<void> {
  notice("");
  swap(begin, end);
  const waited = waitingForCamera;
  waitingForCamera = false;
  try {
    const found = obstacle();
    if (found !== null) {
      waitUntilGone();
      throw new Refusal(texts[found]);
    }
    const opened = camera.open(settings.camera);
    asking(true);
    opened.then(
      () => asking(false),
      () => undefined, // it is waited for below
    );
    reader = await (loading ??= loadParts());
    reader.side = settings.hand;
    reader.begin();
    text.lexicon = reader.lexicon;
    await opened;
    const stream = camera.video.srcObject;
    await settingsPage.listCameras(camera.device, texts);
    await follow(reader, stream);
  } catch (error) {
    if (error instanceof Superseded) return;
    if (!(error instanceof Refusal || error instanceof DOMException)) loading = null; // its worker may have ended
    stop();
    waitingForCamera = waited && error instanceof DOMException;
    notice(waitingForCamera ? texts.lost : messageOf(error));
  }
}

function stop(): void {
  camera.close();
  waitingForCamera = false;
  ended();
}

/** Says that the browser asks, if it does not answer soon. */
function asking(begins: boolean): void {
  clearTimeout(waitingForAnswer);
  element("asking").hidden = true;
  if (begins) waitingForAnswer = setTimeout(() => (element("asking").hidden = false), ASKED);
}

/** Starts by itself once nothing keeps this browser from reading any more. */
function waitUntilGone(): void {
  clearInterval(waitingForBrowser);
  waitingForBrowser = setInterval(() => {
    if (document.hidden || obstacle() !== null) return;
    clearInterval(waitingForBrowser);
    if (!begin.hidden) void start();
  }, LOOK_AGAIN);
}

/** Nothing is seen any more. */
function ended(): void {
  text.seems([]);
  asking(false);
  swap(end, begin);
  setText("slow", "");
  view.clear();
}

/** One button takes the place of another, and the keyboard's focus with it. */
function swap(from: HTMLElement, to: HTMLElement): void {
  const focused = document.activeElement === from;
  to.hidden = false;
  from.hidden = true;
  welcome.hidden = begin.hidden;
  if (focused) to.focus();
}

class Refusal extends Error {}

function messageOf(error: unknown): string {
  if (error instanceof Refusal) return error.message;
  const name = error instanceof DOMException ? error.name : "";
  if (name === "NotAllowedError" || name === "SecurityError") return texts.noPermission;
  if (["NotFoundError", "NotReadableError", "OverconstrainedError", "AbortError"].includes(name)) return texts.noCamera;
  return `${texts.notLoaded}: ${error instanceof Error ? error.message : String(error)}`;
}

async function loadParts(): Promise<Reads> {
  showLoading(0);
  try {
    await offline;
    return await loadReader(document.baseURI, (done) => showLoading(done / READER_PARTS));
  } catch (error) {
    loading = null;
    throw error;
  } finally {
    showLoading(null);
  }
}

async function follow(reader: Reads, stream: MediaProvider | null): Promise<void> {
  const pace = new Pace();
  let last = -1;
  let lastNew = performance.now();
  let frozen = false;
  const goesOn = (): boolean => camera.isOpen && camera.video.srcObject === stream;
  while (goesOn()) {
    if (document.hidden) {
      pace.pause();
      lastNew = performance.now();
    }
    await new Promise((next) => (document.hidden ? setTimeout(next, 200) : requestAnimationFrame(next)));
    const { video, moment } = camera;
    const isNew = video.readyState >= 2 && moment !== last && !camera.isMuted;
    if (!isNew) {
      if (frozen || (!camera.isMuted && performance.now() - lastNew < STANDS_STILL)) continue;
      frozen = true;
      notice(texts.frozen);
      text.seems([]);
      view.forget();
      pace.pause();
      continue;
    }
    last = moment;
    const began = (lastNew = performance.now());
    if (frozen) notice("");
    frozen = false;
    pace.begin(began / 1000);
    view.take(video);
    if (mode === "signs") await readSigns(began / 1000, goesOn);
    else {
      const reading = await reader.read(view.frame, began / 1000);
      if (!goesOn()) break;
      show(reading);
      player.frameRead();
      window.frameTimes.push(performance.now() - began - reading.tracking);
      if (window.frameTimes.length > FRAMES_TIMED) window.frameTimes.shift();
    }
    const rest = pace.add((performance.now() - began) / 1000);
    setText("slow", rest > 0 ? texts.slow : pace.few ? texts.few : "");
    if (rest > 0) await new Promise((rested) => setTimeout(rested, rest * 1000));
  }
}

/** Whole signs in place of letters: of the same frames, by another reader. */
async function readSigns(time: number, goesOn: () => boolean): Promise<void> {
  if (signReader === null) {
    signReader = await signs.load(document.baseURI);
    signReader.begin();
    return; // the frame is an old one by now
  }
  const reading = await signReader.read(view.frame, time);
  if (!goesOn() || mode !== "signs") return;
  const hands = reading.frame.hands.filter((hand) => hand !== null);
  view.show(hands.length > 0 || reading.hand === null ? hands : [reading.hand.points], null);
  signs.show(reading);
}

function show(reading: Reading): void {
  view.show(reading.hand === null ? [] : [reading.hand.points], reading.letter, reading.confidence);
  if (mode === "practise") practice.judge(reading);
  else if (mode === "talk") talk.write(reading);
  else if (mode === "read") text.write(reading);
}

window.frameTimes = [];
const offline = keepOffline();
click("start", start);
click("stop", stop);
for (const name of MODES) click(`go-${name}`, () => go(name));
navigator.mediaDevices?.addEventListener("devicechange", () => {
  if (waitingForCamera) void start();
  else if (camera.isOpen) void settingsPage.listCameras(camera.device, texts);
});
translatePage();

declare global {
  /** For tests and benchmarks. */
  interface Window {
    /** Reads a picture, a file in base64, as Python's `signread read` does. */
    readPicture(base64: string): Promise<string | null>;
    /** Milliseconds of the last frames, finding the hand not counted. */
    frameTimes: number[];
  }
}
window.readPicture = async (base64) => {
  reader = await (loading ??= loadParts());
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([bytes]));
  const canvas = canvasOf(bitmap.width, bitmap.height);
  pen(canvas).drawImage(bitmap, 0, 0);
  return (await reader.readPicture(canvas)).letter;
};
