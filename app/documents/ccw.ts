import { pciRequirement } from "./pci-requirements.ts";
import { nameIn, type RecordFacts } from "./record-facts.ts";
import { approvalsTable, controlsTable, reviewsTable, validationsTable } from "./record-tables.ts";
import {
  cadenceOf,
  effectOf,
  nextReviewOf,
  ratingOfRecord,
  reasonOf,
  riskOf,
  scopeOf,
  silenceOf,
  standingOf,
  when,
} from "./record-words.ts";
import { facts, hint, missingSection, type Section, type Sheet, text } from "./sheet.ts";

/** Fills the compensating controls worksheet of PCI DSS v4.0.1, appendix C, from a record; `number` is the requirement that is not met. */
export function ccwSheet(known: RecordFacts, number: string | null): Sheet {
  const { record, category } = known;
  const requirement = pciRequirement(number);
  const sections: Section[] = [
    {
      heading: "Requirement number and definition",
      blocks: [
        facts(
          ["Requirement", number],
          ["Definition, in short", requirement?.definition ?? null],
          ["Entity", known.workspace.name],
          ["Record in the register", `${record.id}, ${record.title || "untitled"}: ${standingOf(known)}`],
        ),
      ],
    },
    {
      heading: "1. Constraints",
      blocks: [
        facts(
          ["What precludes compliance", reasonOf(known)],
          ["Kind of constraint", `${category.label}. ${category.summary}`],
          ["What is done without", effectOf(known)],
          ["Whom and where", scopeOf(known)],
          ...category.mustCarry.map(({ key, label }) => [label, record.details[key] ?? null] as const),
        ),
      ],
    },
    {
      heading: "2. Definition of compensating controls",
      blocks: [controlsTable(known), facts(["How they make up for it", record.assessment])],
    },
    {
      heading: "3. Objective",
      blocks: [
        facts(
          ["Of the original control", requirement?.objective ?? null],
          ["Met by the controls", record.residualRisk && `To a residual risk of: ${riskOf(record.residualRisk)}`],
        ),
      ],
    },
    {
      heading: "4. Identified risk",
      blocks: [
        facts(
          ["Without the original control", riskOf(record.inherentRisk)],
          ["With the compensating ones", riskOf(record.residualRisk)],
          ["Rating that counts", ratingOfRecord({ record })],
        ),
      ],
    },
    {
      heading: "5. Validation of compensating controls",
      blocks: [text("Tests of the exception itself:"), validationsTable(known), text("Reviews:"), reviewsTable(known)],
    },
    {
      heading: "6. Maintenance",
      blocks: [
        facts(
          ["Process that keeps them working", record.monitoringPlan],
          ["Accountable", nameIn(known, record.ownerId)],
          ["Reviewed", cadenceOf(record)],
          ["Next review", nextReviewOf(record)],
          ["If nobody reviews", silenceOf(known)],
          ["Ends by itself", when(record.endsAt)],
          ["Planned retirement", when(record.plannedRetirementAt)],
        ),
      ],
    },
    { heading: "Approvals", blocks: [approvalsTable(known), facts(["Content hash", record.contentHash])] },
  ];
  return {
    title: `Compensating controls worksheet ${record.id}`,
    lede: "PCI DSS v4.0.1, appendix C, filled from the exception register",
    sections: [
      ...sections,
      missingSection(sections),
      {
        heading: "What this is not",
        blocks: [
          hint(
            "Whether the constraint is legitimate and the controls go beyond what PCI DSS asks anyway is for the assessor to judge. Nothing here was added that the register does not have.",
          ),
        ],
      },
    ],
  };
}
