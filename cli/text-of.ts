import { readFile } from "node:fs/promises";
import { WrongUse } from "./wrong-use.ts";

/** @throws WrongUse when the file that was named cannot be read. */
export async function textOf(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch {
    throw new WrongUse(`${file} cannot be read`);
  }
}
