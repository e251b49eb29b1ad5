import { Refused } from "#app/register/refused.ts";

/** Runs a page's loader; what the rules refuse becomes the error page of its status. */
export async function pageOf<T>(load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (caught) {
    if (caught instanceof Refused) throw new Response(caught.message, { status: caught.status });
    throw caught;
  }
}
