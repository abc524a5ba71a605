import type { CaptureSource, EventName, EventParams, Item } from "../../types";

/** What a source of events may ask of the client, and nothing more. */
export interface CaptureHost {
  track(name: EventName, params: EventParams): void;
  /** The catalogue's item of an id, of a variant's id or of a group's. */
  item(id: string): Promise<Item | undefined>;
  /** Something may be recorded: consent is given, or memory is allowed. */
  allowed(): boolean;
  /** Told when `allowed` turns true. */
  onAllowed(listener: () => void): () => void;
  /** Told of every event that is recorded on this page, whoever tracks it. */
  onTrack(listener: (name: EventName, params: EventParams) => void): () => void;
  /** Told when the shopper is on another page of the shop, reloaded or not. */
  onNavigate(listener: () => void): () => void;
  /** For `status()`: what a source has read, and what it had to repair. */
  count(source: CaptureSource, repairs: readonly string[]): void;
}

/** Starts a source. @returns its end */
export type StartSource = (host: CaptureHost, options: SourceOptions) => () => void;

export interface SourceOptions {
  /** Name of the data layer's variable; default `dataLayer`. */
  readonly dataLayerName?: string;
  /** CSS selector of search inputs that do not look like one. */
  readonly searchSelector?: string;
}
