import type { PolicyContent } from "#app/policy/policy-content.ts";
import {
  askedText,
  dialTexts,
  factorSetTexts,
  frequencyTexts,
  graceText,
  type Names,
  switchTexts,
  targetText,
  timingTexts,
} from "#app/policy/policy-texts.ts";
import { Card } from "./card.tsx";
import { Facts } from "./facts.tsx";

type Props = { title: string; content: PolicyContent; names: Names };

/** A policy to read. */
export function PolicySummary({ title, content, names }: Props) {
  const onOff = (isOn: boolean) => (isOn ? "Yes" : "No");
  return (
    <Card title={title}>
      <Facts
        facts={[
          { term: "MFA", detail: `${dialTexts[content.dial].label}. ${dialTexts[content.dial].text}` },
          { term: "Enrolment", detail: timingTexts[content.enrollmentTiming].label },
          { term: "Grace", detail: graceText(content.graceHours) },
          {
            term: "Factors",
            detail: `${factorSetTexts[content.factorSet].label}. ${factorSetTexts[content.factorSet].text}`,
          },
          { term: switchTexts.recoveryCodesAllowed.label, detail: onOff(content.recoveryCodesAllowed) },
          { term: switchTexts.codesCountAsEnrollment.label, detail: onOff(content.codesCountAsEnrollment) },
          { term: "Asked", detail: frequencyTexts[content.challengeFrequency].label },
          { term: "Rules", detail: <Entries entries={content.rules} names={names} /> },
          { term: "Floors", detail: <Entries entries={content.floors} names={names} /> },
        ]}
      />
    </Card>
  );
}

function Entries({ entries, names }: { entries: PolicyContent["rules"]; names: Names }) {
  if (entries.length === 0) return <>None</>;
  return (
    <ul>
      {entries.map((entry) => (
        <li key={entry.id}>
          {targetText(entry.target, names)}: {askedText(entry)}
        </li>
      ))}
    </ul>
  );
}
