import { createContext, createElement, useContext, type ReactNode } from "react";
import type { Client } from "../src/index.js";

const Wardcast = createContext<Client | undefined>(undefined);

/** Gives the hooks below it their client. */
export function WardcastProvider(props: { client: Client; children?: ReactNode }): ReactNode {
  return createElement(Wardcast.Provider, { value: props.client }, props.children);
}

/** The client of the nearest provider. Throws where there is none. */
export function useWardcast(): Client {
  const client = useContext(Wardcast);
  if (!client) throw new Error("no client (expected: a WardcastProvider above)");
  return client;
}
