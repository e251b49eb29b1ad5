import { spawn } from "node:child_process";
import { once } from "node:events";
import { createReadStream, createWriteStream, existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import type { Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import { createBrotliDecompress } from "node:zlib";

const require = createRequire(import.meta.url);
const cache = fileURLToPath(new URL("../../node_modules/.cache", import.meta.url));

/**
 * Unpacks the browser that @sparticuz/chromium carries, with the libraries and the font that a bare machine lacks.
 * That package can do so itself, but in a shared temporary folder and without the libraries.
 */
export async function unpackChromium(): Promise<string> {
  if (process.platform !== "linux" || process.arch !== "x64") {
    throw new Error(`no Chromium for ${process.platform} ${process.arch} in npm, expected CHROMIUM_PATH to name one`);
  }
  const source = dirname(dirname(require.resolve("@sparticuz/chromium")));
  const { version } = JSON.parse(await readFile(join(source, "package.json"), "utf8")) as { version: string };
  const target = join(cache, `chromium-${version}`);
  if (existsSync(target)) return target;

  await mkdir(cache, { recursive: true });
  const partial = await mkdtemp(`${target}-`);
  await Promise.all([
    inflate(join(source, "bin/chromium.br"), createWriteStream(join(partial, "chromium"), { mode: 0o755 })),
    untar(join(source, "bin/al2023.tar.br"), partial),
    untar(join(source, "bin/fonts.tar.br"), partial),
  ]);
  await writeFile(join(partial, "fonts.conf"), fontsConf(join(target, "fonts")));
  // Renamed when complete, so that an interrupted or a second run never sees half a browser.
  await rename(partial, target).catch(() => rm(partial, { recursive: true }));
  return target;
}

async function inflate(archive: string, target: Writable): Promise<void> {
  await pipeline(createReadStream(archive), createBrotliDecompress(), target);
}

/** Unpacks from a file, not a pipe: tar stops reading at the end mark, and what follows it would have nobody to go to. */
async function untar(archive: string, folder: string): Promise<void> {
  const plain = join(folder, basename(archive, ".br"));
  await inflate(archive, createWriteStream(plain));
  const tar = spawn("tar", ["-x", "-f", plain, "-C", folder], { stdio: ["ignore", "ignore", "inherit"] });
  const [code] = await once(tar, "exit");
  if (code !== 0) throw new Error(`tar ended with ${code}, expected 0`);
  await rm(plain);
}

function fontsConf(folder: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  <dir>${folder}</dir>
</fontconfig>
`;
}
