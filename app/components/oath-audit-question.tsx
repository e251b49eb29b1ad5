import { Form, Link } from "@remix-run/react";
import { type AuditQuestion, questionWording } from "#app/oath/oath-audit.ts";
import type { OathAuditView } from "#app/oath/oath-view.server.ts";
import { filterLabels } from "#app/oath/token-query.ts";
import { Button } from "./button.tsx";
import { Card } from "./card.tsx";
import { Facts } from "./facts.tsx";
import { TextAreaField } from "./field.tsx";
import { exact, relative } from "./relative-time.ts";

type Props = { view: OathAuditView; question: AuditQuestion; error: string | undefined; now: string };

/** One question of an audit: the figures that it is about, and what somebody found. */
export function OathAuditQuestion({ view: { audit, names, mayAnswer }, question, error, now }: Props) {
  const { title, asks, shows } = questionWording[question];
  const answer = audit.answers.find((each) => each.question === question);
  const { counts, seedHolders } = audit.figures;
  const held = question === "seeds" ? seedHolders : [];
  return (
    <Card title={title} aside={answer ? "answered" : "open"}>
      <div className="stack">
        <p>{asks}</p>
        <Facts
          isTight
          facts={[
            ...shows.map((filter) => ({
              term: filterLabels[filter],
              detail: (
                <>
                  {counts[filter]} <Link to={`/settings/oath?show=${filter}`}>see them as they are now</Link>
                </>
              ),
            })),
            ...held.map(({ holderId, place, count }) => ({
              term: names[holderId] ?? holderId,
              detail: `${count === 1 ? "1 seed" : `${count} seeds`}, ${place}`,
            })),
          ]}
        />
        {answer && (
          <blockquote className="prose">
            <p>{answer.note}</p>
            <footer className="small muted">
              {names[answer.answeredBy] ?? ""},{" "}
              <time dateTime={answer.answeredAt} title={exact(answer.answeredAt)}>
                {relative(answer.answeredAt, now)}
              </time>
            </footer>
          </blockquote>
        )}
        {mayAnswer && (
          <Form method="post" noValidate className="stack">
            <input type="hidden" name="intent" value="answer" />
            <input type="hidden" name="question" value={question} />
            <TextAreaField
              name="note"
              idPrefix={`${question}-`}
              label={answer ? "Another answer in its place" : "What you looked at, and what you found"}
              error={error}
              rows={2}
            />
            <Button isSmall>{answer ? "Replace the answer" : "Answer"}</Button>
          </Form>
        )}
      </div>
    </Card>
  );
}
