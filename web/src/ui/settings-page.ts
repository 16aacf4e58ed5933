import type { Side } from "../core/reader";
import { LANGUAGES, languageOf, type Texts } from "../i18n";
import { cameras } from "./camera";
import { click, element } from "./elements";
import { forgetAll, type Settings, save, THEMES } from "./settings";

/** What follows from a setting that was changed. */
interface Changes {
  language(): void;
  hand(side: Side): void;
  camera(): void;
}

/** The settings, to be changed. */
export class SettingsPage {
  constructor(
    private readonly settings: Settings,
    changes: Changes,
  ) {
    element("language").replaceChildren(...LANGUAGES.map(({ tag, name }) => new Option(name, tag)));
    this.choice("language", settings.language, (value) => {
      settings.language = languageOf(value).tag;
      changes.language();
    });
    this.choice("theme", settings.theme, (value) => {
      settings.theme = THEMES.find((theme) => theme === value) ?? "auto";
      this.colours();
    });
    this.choice("hand", settings.hand, (value) => {
      settings.hand = value as Side;
      changes.hand(settings.hand);
    });
    this.choice("cameras", "", (value) => {
      settings.camera = value;
      changes.camera();
    });
    const aloud = element<HTMLInputElement>("aloud");
    aloud.checked = settings.aloud;
    aloud.addEventListener("change", () => {
      settings.aloud = aloud.checked;
      save(settings);
    });
    click("forget-all", () => (forgetAll(), location.reload()));
    this.colours();
  }

  /** Names the cameras that there are; device: the one that is open. */
  async listCameras(device: string, texts: Texts): Promise<void> {
    const list = element<HTMLSelectElement>("cameras");
    const devices = await cameras();
    list.replaceChildren(
      ...devices.map(({ label, deviceId }, number) => new Option(label || `${texts.camera} ${number + 1}`, deviceId)),
    );
    list.value = device;
  }

  private choice(id: string, value: string, set: (value: string) => void): void {
    const list = element<HTMLSelectElement>(id);
    list.value = value;
    list.addEventListener("change", () => {
      set(list.value);
      save(this.settings);
    });
  }

  private colours(): void {
    const { dataset } = document.documentElement;
    if (this.settings.theme === "auto") delete dataset["theme"];
    else dataset["theme"] = this.settings.theme;
  }
}
