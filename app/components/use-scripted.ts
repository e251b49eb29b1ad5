import { useSyncExternalStore } from "react";

/** Whether scripts have taken over the page; what only they can serve is shown from then on. */
export function useScripted(): boolean {
  // While React takes over a page that the server rendered it asks for the server's answer.
  return useSyncExternalStore(neverChanges, isScripted, isServed);
}

const isScripted = () => true;
const isServed = () => false;
const neverChanges = () => () => {};
