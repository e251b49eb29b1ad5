import { Link } from "@remix-run/react";
import { CircleCheck, KeyRound, TriangleAlert } from "lucide-react";
import type { AccountFinding } from "#app/break-glass/account-findings.ts";
import type { AccountHealth } from "#app/break-glass/account-known.server.ts";
import { factorLabels } from "#app/register/describe.ts";
import { Avatar } from "./avatar.tsx";
import { Badge } from "./badge.tsx";
import { LinkButton } from "./button.tsx";
import { Card } from "./card.tsx";
import { Facts } from "./facts.tsx";
import { HealthList } from "./health-list.tsx";
import { exact, relative } from "./relative-time.ts";

type Props = { account: AccountHealth; findings: readonly AccountFinding[]; now: string };

/** One account for emergencies: who holds it, where, and how it stands. */
export function AccountCard({ account, findings, now }: Props) {
  const grave = findings.filter(({ tone }) => tone === "danger").length;
  return (
    <Card
      isFlush
      title={
        <>
          <KeyRound aria-hidden="true" /> <Link to={`/break-glass/accounts/${account.userId}`}>{account.name}</Link>
        </>
      }
      aside={
        <Badge tone={grave > 0 ? "danger" : "good"} icon={grave > 0 ? TriangleAlert : CircleCheck}>
          {grave > 0 ? `${grave} to put right` : "In order"}
        </Badge>
      }
    >
      <div className="body">
        <AccountFacts account={account} now={now} />
      </div>
      <div className="body">
        <AccountHealthList account={account} />
      </div>
      <div className="body row">
        <LinkButton isSmall to={`/break-glass/accounts/${account.userId}`}>
          {account.rotationState.waiting ? "Attest the rotation" : "Rotations"}
        </LinkButton>
        {account.records.map(({ id }) => (
          <LinkButton key={id} isSmall look="plain" to={`/exceptions/${id}/implementation`}>
            {id}
          </LinkButton>
        ))}
        <span className="hint push">a rotation needs two people</span>
      </div>
    </Card>
  );
}

export function AccountFacts({ account, now }: Pick<Props, "account" | "now">) {
  const { userName, custodians, storageReference, factors, hasRecoveryCodes, lastSignInAt } = account;
  const named = factors.map((kind) => factorLabels[kind]);
  return (
    <Facts
      facts={[
        { term: "Account", detail: <code>{userName}</code> },
        {
          term: "Custodians",
          detail: (
            <span className="row">
              {custodians.map(({ id, name, isBarred }) => (
                <span className="status" key={id}>
                  <Avatar name={name} />
                  {name}
                  {isBarred && <span className="urgent">barred</span>}
                </span>
              ))}
            </span>
          ),
        },
        { term: "Storage", detail: storageReference },
        {
          term: "Factors",
          detail: (
            <span className="row">
              {[...named, ...(hasRecoveryCodes ? ["Recovery codes"] : [])].join(", ") || "None"}
              {factors.length === 1 && (
                <Badge tone="caution" icon={TriangleAlert}>
                  one only
                </Badge>
              )}
            </span>
          ),
        },
        {
          term: "Last sign-in",
          detail: lastSignInAt ? (
            <time dateTime={lastSignInAt} title={exact(lastSignInAt)}>
              {relative(lastSignInAt, now)}
            </time>
          ) : (
            "Never"
          ),
        },
      ]}
    />
  );
}

export function AccountHealthList({ account: { rotation, rotationState, drill, validation } }: Pick<Props, "account">) {
  return (
    <HealthList
      lines={[
        { name: "Rotation", standing: rotation, note: rotationNote(rotation?.because, rotationState.waiting !== null) },
        { name: "Drill", standing: drill, note: drill ? "once a quarter" : undefined },
        { name: "Validation", standing: validation, note: validation ? undefined : "no record in force" },
      ]}
    />
  );
}

function rotationNote(because: "interval" | "use" | undefined, isWaiting: boolean): string | undefined {
  if (isWaiting) return "waits to be attested";
  if (because === undefined) return "after each use";
  return because === "use" ? "used since the last one" : undefined;
}
