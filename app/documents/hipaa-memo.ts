import type { Instant } from "#app/engine/types.ts";
import { type SafeguardId, safeguards } from "./hipaa-safeguards.ts";
import { nameIn, type RecordFacts } from "./record-facts.ts";
import { approvalsTable, controlsTable, reviewsTable, validationsTable } from "./record-tables.ts";
import {
  cadenceOf,
  effectOf,
  ratingOfRecord,
  reasonOf,
  riskOf,
  scopeOf,
  silenceOf,
  standingOf,
  when,
} from "./record-words.ts";
import { type Block, facts, hint, missingSection, type Section, type Sheet } from "./sheet.ts";

/** Writes down, from a record, why a safeguard of the HIPAA Security Rule is met in another way than by a second factor. */
export function hipaaMemoSheet(known: RecordFacts, safeguard: SafeguardId | null): Sheet {
  const { record, category, now } = known;
  const sections: Section[] = [
    { heading: "Safeguard", blocks: safeguardBlocks(known, safeguard) },
    {
      heading: "Assessment, 45 CFR 164.306(d)(3)(i)",
      blocks: [
        facts(
          [
            "Likely contribution to protection",
            riskOf(record.inherentRisk) && `Risk without it: ${riskOf(record.inherentRisk)}`,
          ],
          ["Assessment", record.assessment],
          ["Environment: whom and where", scopeOf(known)],
        ),
      ],
    },
    {
      heading: "Why it is not reasonable and appropriate here, 164.306(d)(3)(ii)(B)(1)",
      blocks: [
        facts(
          ["Reason", reasonOf(known)],
          ["What is done without", effectOf(known)],
          ...category.mustCarry.map(({ key, label }) => [label, record.details[key] ?? null] as const),
        ),
      ],
    },
    {
      heading: "Equivalent alternative measure, 164.306(d)(3)(ii)(B)(2)",
      blocks: [
        controlsTable(known),
        facts(["Risk that remains", riskOf(record.residualRisk)], ["Rating that counts", ratingOfRecord({ record })]),
        validationsTable(known),
      ],
    },
    { heading: "Decision", blocks: [approvalsTable(known), facts(["Content hash", record.contentHash])] },
    {
      heading: "Review and maintenance, 164.306(e)",
      blocks: [
        facts(
          ["Monitoring plan", record.monitoringPlan],
          ["Accountable", nameIn(known, record.ownerId)],
          ["Reviewed", cadenceOf(record)],
          ["If nobody reviews", silenceOf(known)],
          ["Ends by itself", when(record.endsAt)],
          ["Planned retirement", when(record.plannedRetirementAt)],
        ),
        reviewsTable(known),
      ],
    },
    {
      heading: "Documentation, 164.316(b)",
      blocks: [
        facts([
          "Keep at least until",
          `${keptUntil(known, now)}: six years from when it was made or was last in effect, whichever is later`,
        ]),
      ],
    },
  ];
  return {
    title: `HIPAA safeguard memo ${record.id}`,
    lede: "Security Rule, 45 CFR 164.306(d)(3), filled from the exception register",
    sections: [...sections, missingSection(sections)],
  };
}

function safeguardBlocks(known: RecordFacts, safeguard: SafeguardId | null): Block[] {
  const { record, workspace } = known;
  const about = safeguard && safeguards[safeguard];
  const pairs = facts(
    ["Safeguard", about && `45 CFR ${safeguard}, ${about.label}`],
    ["Covered entity or associate", workspace.name],
    ["Record in the register", `${record.id}, ${record.title || "untitled"}: ${standingOf(known)}`],
  );
  if (about === null || about.isAddressable) return [pairs];
  return [
    pairs,
    hint(
      "This paragraph is a standard and not an addressable specification: it has to be met. A second factor is the way in which this organisation meets it; this memo says how it is met where that way is not open.",
    ),
  ];
}

/** Six years after the later of today and the end of its effect; of 29 February, the day before. */
function keptUntil({ record }: RecordFacts, now: Instant): string {
  const last = [now, record.endedAt ?? record.endsAt].toSorted()[1] ?? now;
  const [year, rest] = [Number(last.slice(0, 4)) + 6, last.slice(4, 10)];
  return `${year}${rest === "-02-29" ? "-02-28" : rest}`;
}
