import type { Instant } from "#app/engine/types.ts";

/** A bypass account that is kept for emergencies, with the two people who hold its secret. */
export type BreakGlassAccount = {
  userId: string;
  firstCustodianId: string;
  secondCustodianId: string;
  /** Where the sealed secret lies; never the secret. */
  storageReference: string;
  registeredBy: string;
  registeredAt: Instant;
  /** Counts every change; a writer names the one it read. */
  version: number;
  retiredBy: string | null;
  /** Null for as long as it is kept for emergencies. */
  retiredAt: Instant | null;
};

type Custody = Pick<BreakGlassAccount, "firstCustodianId" | "secondCustodianId">;

export function custodiansOf({ firstCustodianId, secondCustodianId }: Custody): [first: string, second: string] {
  return [firstCustodianId, secondCustodianId];
}

export function isCustodian(account: Custody, userId: string): boolean {
  return custodiansOf(account).includes(userId);
}
