import { sha256 } from "#app/audit/chain.ts";
import { type Exception, type MaterialContent, materialContent } from "./exception.ts";

type Approved = MaterialContent &
  Pick<Exception, "inherentRisk" | "residualRisk" | "rating"> & { agreedEndsAt?: string | null };

/**
 * Returns the SHA-256 that an approval is bound to: of the material content, of the risk and of the rating that came of
 * it, since whoever agreed to a moderate risk has not agreed to a high one. An end that was moved forward and milestones that were
 * reached are less than what was agreed to, so they leave it as it is.
 */
export function contentHash(record: Approved): string {
  const { inherentRisk, residualRisk, rating, agreedEndsAt } = record;
  const content = materialContent(record);
  return sha256(
    JSON.stringify({
      ...content,
      endsAt: agreedEndsAt ?? content.endsAt,
      milestones: content.milestones.map(({ title, dueAt }) => ({ title, dueAt })),
      inherentRisk,
      residualRisk,
      rating,
    }),
  );
}
