import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Browser, chromium } from "playwright-core";
import { unpackChromium } from "./unpack-chromium.ts";

type Launch = { executablePath: string; args: string[]; env?: Record<string, string> };

const args = [
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-gpu",
  "--disable-quic",
  "--disable-sync",
  // A page lives for seconds here: what V8 would make of its scripts in the background is done when it is gone.
  "--js-flags=--no-maglev --no-turbofan",
  "--no-first-run",
];

const usualPlaces = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** Starts a headless browser; the caller closes it. */
export async function launchBrowser(): Promise<Browser> {
  return chromium.launch({ ...(await chromiumExecutable()), headless: true, chromiumSandbox: false });
}

/** Finds a Chromium: the one named by `CHROMIUM_PATH`, an installed one, or else the one that npm brought along. */
async function chromiumExecutable(): Promise<Launch> {
  const installed = process.env.CHROMIUM_PATH ?? usualPlaces.find((path) => existsSync(path));
  if (installed) return { executablePath: installed, args };

  const folder = await unpackChromium();
  const libraries = [join(folder, "lib"), process.env.LD_LIBRARY_PATH].filter(Boolean).join(":");
  return {
    executablePath: join(folder, "chromium"),
    args,
    env: { ...definedEnv(), LD_LIBRARY_PATH: libraries, FONTCONFIG_FILE: join(folder, "fonts.conf") },
  };
}

function definedEnv(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}
