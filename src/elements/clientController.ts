import type { ReactiveController, ReactiveControllerHost } from "lit";
import type { Aisle } from "../page/aisle";
import { onDefaultClient } from "../page/registry";

interface ClientHost extends ReactiveControllerHost {
  client?: Aisle;
}

/** The element's `client` property, or else the page's default client; re-renders the host when that one arrives. */
export class ClientController implements ReactiveController {
  private _default: Aisle | undefined;
  private _leave: (() => void) | undefined;

  constructor(private readonly _host: ClientHost) {
    _host.addController(this);
  }

  get client(): Aisle | undefined {
    return this._host.client ?? this._default;
  }

  hostConnected(): void {
    this._leave = onDefaultClient((client) => {
      this._default = client;
      this._host.requestUpdate();
    });
  }

  hostDisconnected(): void {
    this._leave?.();
  }
}
