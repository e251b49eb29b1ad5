import { sha256 } from "#app/audit/chain.ts";
import { type Exception, type MaterialContent, materialContent } from "./exception.ts";

type Approved = MaterialContent & Pick<Exception, "inherentRisk" | "residualRisk">;

/**
 * Returns the SHA-256 that an approval is bound to: of the material content and of the risk it was rated with, since
 * whoever agreed to a moderate risk has not agreed to a high one.
 */
export function contentHash(record: Approved): string {
  const { inherentRisk, residualRisk } = record;
  return sha256(JSON.stringify({ ...materialContent(record), inherentRisk, residualRisk }));
}
