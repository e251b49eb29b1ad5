import { Refused } from "#app/register/refused.ts";

export function noSuchToken(): Refused {
  return new Refused(404, "not_found", "The inventory has no such token.");
}
