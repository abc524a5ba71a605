import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { Aisle } from "../page/aisle";
import type { LiveView } from "../page/liveView";

/** Keeps a live view of the host's client subscribed while the host is connected and active. */
export class Followed<T> implements ReactiveController {
  private _client: Aisle | undefined;
  private _view: LiveView<T> | undefined;
  private _leave: (() => void) | undefined;

  constructor(
    private readonly _host: ReactiveControllerHost,
    private readonly _make: (client: Aisle) => LiveView<T>,
  ) {
    _host.addController(this);
  }

  get value(): T | undefined {
    return this._view?.current();
  }

  /** Call with every update of the host; undefined unsubscribes. */
  follow(client: Aisle | undefined): void {
    if (client === this._client) return;
    this._leave?.();
    this._client = client;
    this._view = client && this._make(client);
    this._leave = this._view?.subscribe(() => this._host.requestUpdate());
  }

  hostDisconnected(): void {
    this._leave?.();
    this._leave = this._client = undefined;
  }
}
