import { Refused } from "#app/register/refused.ts";

/** Returns the code with which a change was refused; a change that went through is a failure of the test. */
export async function refusalOf(change: Promise<unknown>): Promise<string> {
  try {
    await change;
  } catch (caught) {
    if (caught instanceof Refused) return caught.code;
    throw caught;
  }
  throw new Error("the change went through, expected a refusal");
}
