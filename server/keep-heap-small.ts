import { setFlagsFromString } from "node:v8";

/**
 * Keeps the part of the heap where objects begin at the size that it has. Under load V8 would double it again and again,
 * to over a hundred megabytes, and the answers to sign-ins, whose objects live for a millisecond, come no faster for it.
 */
export function keepHeapSmall(): void {
  setFlagsFromString("--semi-space-growth-factor=1");
  // Threads begin after this: what an export reads at a time has to fit, or all of it is moved to where it stays for long.
  setFlagsFromString("--min-semi-space-size=8");
}
