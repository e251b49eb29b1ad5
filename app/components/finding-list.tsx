import { Form } from "@remix-run/react";
import { CircleAlert, CircleCheck } from "lucide-react";
import type { AccountsView } from "#app/break-glass/accounts-view.server.ts";
import { Badge } from "./badge.tsx";
import { Button } from "./button.tsx";
import { Card } from "./card.tsx";
import { type FieldErrors, TextAreaField } from "./field.tsx";
import { exact } from "./relative-time.ts";

type Props = {
  findings: AccountsView["findings"];
  mayResolve: boolean;
  /** Of the form that came back, and which finding it was about. */
  sent: { findingId: string; resolution: string; errors: FieldErrors } | null;
};

/** What drills, uses and rotations showed to be wrong, until somebody says what was done about it. */
export function FindingList({ findings, mayResolve, sent }: Props) {
  if (findings.length === 0) return null;
  const open = findings.filter(({ resolvedAt }) => resolvedAt === null).length;
  return (
    <Card title="Findings" aside={`${open} open`} isFlush>
      <ul className="work">
        {findings.map((finding) => (
          <li key={finding.id}>
            <div className="stack">
              <b>{finding.title}</b>
              <span className="two">
                {[finding.account, `opened by ${finding.openedBy}`, exact(finding.openedAt)]
                  .filter(Boolean)
                  .join(" · ")}
              </span>
              {finding.note && <p className="small prose">{finding.note}</p>}
              {finding.resolvedAt && (
                <p className="small muted">
                  {finding.resolution} ({finding.resolvedBy}, {exact(finding.resolvedAt)})
                </p>
              )}
              {mayResolve && finding.resolvedAt === null && (
                <Resolve id={finding.id} sent={sent?.findingId === finding.id ? sent : null} />
              )}
            </div>
            <div className="end">
              {finding.resolvedAt ? (
                <Badge tone="good" icon={CircleCheck} isBare>
                  Resolved
                </Badge>
              ) : (
                <Badge tone="danger" icon={CircleAlert} isBare>
                  Open
                </Badge>
              )}
            </div>
          </li>
        ))}
      </ul>
    </Card>
  );
}

function Resolve({ id, sent }: { id: string; sent: Props["sent"] }) {
  return (
    <details className="confirm" open={sent !== null}>
      <summary className="btn small">Resolve…</summary>
      <Form method="post" noValidate className="well stack">
        <input type="hidden" name="findingId" value={id} />
        <TextAreaField
          name="resolution"
          // The form that came back is the one that its summary links to.
          idPrefix={sent ? "" : `${id}-`}
          label="What was done about it"
          maxLength={2000}
          rows={3}
          error={sent?.errors.resolution}
          defaultValue={sent?.resolution ?? ""}
        />
        <Button>Resolve it</Button>
      </Form>
    </details>
  );
}
