import { Refused } from "#app/register/refused.ts";
import { shownUrlOf } from "./endpoint.ts";
import type { Outside } from "./outside.server.ts";

/** An address that may be sent to, as far as can be told now; each delivery judges it again. */
export type JudgedUrl = { readonly url: string; readonly shownUrl: string };

/**
 * Judges the address of a receiver. It asks the name service, so it is done before the change and not inside.
 * @throws Refused 400 with what speaks against it.
 */
export async function judgeUrl(outside: Outside, url: string): Promise<JudgedUrl> {
  const fault = await outside.faultOf(url);
  if (fault !== null) throw new Refused(400, "webhook_url_unfit", fault, { field: "url" });
  return { url, shownUrl: shownUrlOf(url) };
}
