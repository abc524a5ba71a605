import type { ConsentState } from "../../src/types";
import { keptValue } from "./keptValue";

export type Language = "en" | "zh";
/** `auto` follows the device. */
export type Theme = "auto" | "light" | "dark";
/** What a visitor can answer; until then the shop asks and records nothing. */
export type ConsentChoice = Exclude<ConsentState, "pending">;

export interface Settings {
  language(): Language;
  setLanguage(language: Language): void;
  theme(): Theme;
  setTheme(theme: Theme): void;
  consent(): ConsentChoice | undefined;
  setConsent(choice: ConsentChoice): void;
  /** Whether this visitor has started what `#/experiments` shows. */
  trials(): boolean;
  setTrials(on: boolean): void;
}

/** Nothing is written before the visitor chooses something: the first page view leaves no trace in storage. */
export function createSettings(preferredLanguages: readonly string[]): Settings {
  const language = keptValue(() => localStorage, "halden.language", oneOf<Language>(["en", "zh"]));
  const theme = keptValue(() => localStorage, "halden.theme", oneOf<Theme>(["auto", "light", "dark"]));
  const lasting = keptValue(() => localStorage, "halden.consent", oneOf<ConsentChoice>(["persistent", "off"]));
  const thisVisit = keptValue(() => sessionStorage, "halden.consent", oneOf<ConsentChoice>(["session"]));
  const trials = keptValue(() => localStorage, "halden.trials", oneOf<"on">(["on"]));
  const spoken = preferredLanguages.some((tag) => /^zh\b/i.test(tag)) && !/^en\b/i.test(preferredLanguages[0] ?? "");
  return {
    language: () => language.get() ?? (spoken ? "zh" : "en"),
    setLanguage: (value) => language.set(value),
    theme: () => theme.get() ?? "auto",
    setTheme: (value) => theme.set(value),
    consent: () => thisVisit.get() ?? lasting.get(),
    setConsent(choice) {
      thisVisit.set(choice === "session" ? choice : undefined);
      lasting.set(choice === "session" ? undefined : choice);
    },
    trials: () => trials.get() === "on",
    setTrials: (on) => trials.set(on ? "on" : undefined),
  };
}

function oneOf<T extends string>(values: readonly T[]): (value: unknown) => T | undefined {
  return (value) => values.find((allowed) => allowed === value);
}
