import { open } from "node:fs/promises";
import { fileTypeFromFile } from "file-type";

/** Returns what the bytes of a file are, whatever its name says. */
export async function mediaTypeOf(path: string): Promise<string> {
  const found = await fileTypeFromFile(path);
  if (found) return found.mime;
  return (await looksLikeText(path)) ? "text/plain" : "application/octet-stream";
}

/** Text has no magic number; it is what reads as UTF-8 and has no control characters. */
async function looksLikeText(path: string): Promise<boolean> {
  const handle = await open(path);
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(8192), 0, 8192, 0);
    // The last character may be cut in two.
    const text = new TextDecoder("utf-8", { fatal: true }).decode(buffer.subarray(0, bytesRead), { stream: true });
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
    return !/[\u0000-\u0008\u000e-\u001a\u001c-\u001f]/.test(text);
  } catch {
    return false;
  } finally {
    await handle.close();
  }
}
