/** A measurement as the page sees it: started once, told as it goes, stopped when the visitor leaves. */
import type {
  EngineMeasurement,
  EngineMissing,
  MeasuredEngine,
  MeasureMessage,
  MeasureRequest,
} from "./measureProtocol";

export type MeasureState =
  | { readonly phase: "idle" }
  | { readonly phase: "downloading"; readonly share: number; readonly results: MeasureResults }
  | {
      readonly phase: "measuring";
      readonly engine: MeasuredEngine;
      readonly share: number;
      readonly results: MeasureResults;
    }
  | { readonly phase: "done"; readonly results: MeasureResults }
  | { readonly phase: "failed"; readonly reason: string; readonly results: MeasureResults };

export type MeasureResults = readonly (EngineMeasurement | EngineMissing)[];

export interface Measurement {
  state(): MeasureState;
  stop(): void;
}

export function measureDevice(request: MeasureRequest, onChange: () => void): Measurement {
  const worker = new Worker(new URL("./measureWorker.ts", import.meta.url), { type: "module", name: "measure" });
  let state: MeasureState = { phase: "downloading", share: 0, results: [] };
  const set = (next: MeasureState) => {
    state = next;
    onChange();
  };
  worker.onmessage = ({ data }: MessageEvent<MeasureMessage>) => {
    const results = "results" in state ? state.results : [];
    switch (data.type) {
      case "downloading":
        set({ phase: "downloading", share: data.share, results });
        break;
      case "measuring":
        set({ phase: "measuring", engine: data.engine, share: data.share, results });
        break;
      case "measured":
        if ("results" in state) set({ ...state, results: [...results, data.result] });
        break;
      case "done":
        worker.terminate();
        set({ phase: "done", results });
        break;
      case "failed":
        worker.terminate();
        set({ phase: "failed", reason: data.reason, results });
    }
  };
  worker.onerror = (event) => {
    worker.terminate();
    set({ phase: "failed", reason: event.message || "The worker did not start.", results: [] });
  };
  worker.postMessage(request);
  return { state: () => state, stop: () => worker.terminate() };
}
