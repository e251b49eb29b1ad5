import { Form, Link } from "@remix-run/react";
import { ShieldCheck } from "lucide-react";
import type { ShownWalk } from "#app/audit/verification-view.server.ts";
import { Button } from "./button.tsx";
import { Card } from "./card.tsx";
import { Facts } from "./facts.tsx";
import { exact, relative } from "./relative-time.ts";
import { VerificationBadge } from "./verification-badge.tsx";

type Props = {
  log: { last: ShownWalk | null; underWay: ShownWalk | null; checkpoint: { size: number; at: string } | null };
  now: string;
};

/** Whether the log was altered: what the last walk found, what was signed, and a walk now. */
export function AuditorLog({ log: { last, underWay, checkpoint }, now }: Props) {
  return (
    <Card title="Was the log altered?" aside={last && <VerificationBadge state={last.state} ok={last.ok} />}>
      <div className="stack">
        <Facts
          facts={[
            {
              term: "Last verified",
              detail: last && (
                <>
                  <Link to={last.to}>
                    <time dateTime={last.at} title={exact(last.at)}>
                      {relative(last.at, now)}
                    </time>
                  </Link>
                  , {last.upToSeq?.toLocaleString("en-GB")} rows follow · {last.who}
                </>
              ),
            },
            {
              term: "Last checkpoint",
              detail: checkpoint && (
                <>
                  <Link to="/checkpoints">{checkpoint.size.toLocaleString("en-GB")} rows signed</Link>,{" "}
                  {exact(checkpoint.at)}
                </>
              ),
            },
          ]}
        />
        <div className="row">
          {underWay ? (
            <Link to={underWay.to}>A verification is under way</Link>
          ) : (
            <Form method="post" action="/audit/verifications">
              <Button>
                <ShieldCheck aria-hidden="true" /> Verify now
              </Button>
            </Form>
          )}
          <Link to="/audit">Open the log</Link>
          <Link to="/audit/verifications">Earlier verifications</Link>
        </div>
        <p className="small muted">
          A log that was cut off or written anew as a whole agrees with itself. Compare it with a checkpoint that was
          kept somewhere else.
        </p>
      </div>
    </Card>
  );
}
