import { type Outcome, outcomes } from "#app/engine/types.ts";
import { outcomeWords, reasonTexts } from "#app/signins/outcome-words.ts";
import type { Variant, WhatIf } from "#app/what-if/variants.ts";
import { Banner } from "./banner.tsx";
import { Card } from "./card.tsx";
import { DecisionTrace } from "./decision-trace.tsx";
import { OutcomeBadge } from "./outcome-badge.tsx";
import { ReasonCode } from "./reason-code.tsx";
import { exact } from "./relative-time.ts";
import { TableBox } from "./table-box.tsx";

type Props = { answer: WhatIf; names: Readonly<Record<string, string>>; isGroup: boolean };

/** What a sign-in would be answered, one column for what is in force and one for each draft. */
export function WhatIfAnswer({ answer, names, isGroup }: Props) {
  const [only] = answer.rows;
  if (isGroup) return <GroupAnswer answer={answer} names={names} />;
  return (
    <div className="stack-wide">
      {answer.variants.length > 1 && (
        <Banner tone={answer.differing > 0 ? "caution" : "info"}>
          {answer.differing > 0 ? "The answer would be another." : "The answer would be the same."}
        </Banner>
      )}
      <div className={answer.variants.length > 1 ? "halves" : ""}>
        {only?.decisions.map(({ variant, decision }) => (
          <Card key={variant} title={titleOf(variant, answer)} isFlush>
            <div className="body">
              <p className="row">
                <OutcomeBadge outcome={decision.outcome} reason={decision.reason} />{" "}
                <ReasonCode reason={decision.reason} />
              </p>
              <p className="small mt-2">{reasonTexts[decision.reason].meaning}</p>
              <p className="hint">
                AAL{decision.achievedAal} of AAL{decision.requiredAal}, at {exact(answer.at)}
              </p>
            </div>
            <DecisionTrace because={decision.because} />
          </Card>
        ))}
      </div>
    </div>
  );
}

function titleOf(variant: Variant, { policyVersion }: Pick<WhatIf, "policyVersion">): string {
  switch (variant) {
    case "in_force":
      return `In force, policy ${policyVersion}`;
    case "policy_draft":
      return "With the policy draft";
    case "exception":
      return "With the exception";
    case "both":
      return "With both";
    default:
      return variant satisfies never;
  }
}

function GroupAnswer({ answer, names }: Omit<Props, "isGroup">) {
  const { counts, counted, differing, hasMore, rows } = answer;
  if (counted === 0) return <Banner tone="caution">This group has no members, or does not exist.</Banner>;
  return (
    <div className="stack-wide">
      <Card title={`${counted} ${counted === 1 ? "member" : "members"}${hasMore ? ", and more" : ""}`} isFlush>
        <TableBox label="Answers by outcome">
          <table>
            <caption className="sr">How many members get which answer</caption>
            <thead>
              <tr>
                <th scope="col">Under</th>
                {outcomes.map((outcome) => (
                  <th scope="col" className="end" key={outcome}>
                    {outcomeWords[outcome]}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {counts.map(({ variant, outcomes: each }) => (
                <tr key={variant}>
                  <th scope="row">{titleOf(variant, answer)}</th>
                  {outcomes.map((outcome: Outcome) => (
                    <td className="end" key={outcome}>
                      {each[outcome]}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </TableBox>
      </Card>
      <Card
        title="Members"
        aside={counts.length > 1 ? `${differing} answered differently, first` : `the first ${rows.length}`}
        isFlush
      >
        <TableBox label="Members">
          <table>
            <caption className="sr">Members and their answers</caption>
            <thead>
              <tr>
                <th scope="col">Who</th>
                {answer.variants.map((variant) => (
                  <th scope="col" key={variant}>
                    {titleOf(variant, answer)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map(({ subjectId, decisions }) => (
                <tr key={subjectId}>
                  <th scope="row">{names[subjectId] ?? subjectId}</th>
                  {decisions.map(({ variant, decision }) => (
                    <td key={variant}>
                      <OutcomeBadge isBare outcome={decision.outcome} reason={decision.reason} />
                      <span className="two">{decision.reason}</span>
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </TableBox>
      </Card>
    </div>
  );
}
