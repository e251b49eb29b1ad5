import { createContext, useContext } from "react";

/** The nonce that lets this page's own scripts run; empty in the browser, which hides it after the first look. */
export const NonceContext = createContext("");

export function useNonce(): string {
  return useContext(NonceContext);
}
