import { measureRecordPages } from "./record-pages.ts";
import { sqliteRegister } from "./register.ts";
import { measureRegisterSpeed } from "./register-speed.ts";
import type { Result } from "./result.ts";

const many = 100_000;
const few = 1_000;

/** Whether records stay quick to open as they grow old, and to file, approve and list as they grow many. */
export async function registerLife(): Promise<Result[]> {
  const [large, small] = [await sqliteRegister(many), await sqliteRegister(few)];
  try {
    const sizes = `${many.toLocaleString("en")} records against ${few.toLocaleString("en")}`;
    return [...(await measureRegisterSpeed(large, small, sizes)), ...(await measureRecordPages(small))];
  } finally {
    await Promise.all([large.remove(), small.remove()]);
  }
}
