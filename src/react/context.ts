import {
  createContext,
  createElement,
  type ReactElement,
  type ReactNode,
  useContext,
  useEffect,
  useState,
} from "react";
import { AisleError } from "../errors";
import type { Aisle, AisleOptions } from "../page/aisle";
import { createAisle } from "../page/createAisle";
import { type ClientHolder, createClientHolder, holdClient } from "./clientHolder";

const HolderContext = createContext<ClientHolder | undefined>(undefined);

export type AisleProviderProps = { readonly children?: ReactNode } & (
  | { readonly client: Aisle; readonly options?: undefined }
  /** Read once; give the provider another `key` to start anew. */
  | { readonly options: AisleOptions; readonly client?: undefined }
);

/**
 * Gives the client to the hooks below it. With `client` the shop owns it; with `options` the provider creates it in the
 * browser, after hydration, and disposes it when it unmounts.
 */
export function AisleProvider({ client, options, children }: AisleProviderProps): ReactElement {
  const [created] = useState(() => createClientHolder(() => createAisle(options)));
  const [given, setGiven] = useState(() => client && holdClient(client));
  if (client && client !== given?.peek()) setGiven(holdClient(client));
  const holder = (client && given) ?? created;
  useEffect(() => {
    if (!client) holder.get();
    return holder.retain();
  }, [client, holder]);
  return createElement(HolderContext.Provider, { value: holder }, children);
}

/** Throws where there is no provider above: that is wrong use, on the server too. */
export function useHolder(): ClientHolder {
  const holder = useContext(HolderContext);
  if (!holder) {
    throw new AisleError("OPTIONS_INVALID", "An Aisle hook was used outside of AisleProvider.", {
      fix: "Wrap the tree in <AisleProvider client={…}> or <AisleProvider options={…}>.",
    });
  }
  return holder;
}
