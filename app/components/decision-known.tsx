import type { Subject } from "#app/engine/types.ts";
import { factorLabels, protocolLabels } from "#app/register/describe.ts";
import type { Explained } from "#app/signins/explained.ts";
import { Card } from "./card.tsx";
import { methodWords } from "./decision-figures.tsx";
import { type Fact, Facts } from "./facts.tsx";
import { exact, exactToMillisecond } from "./relative-time.ts";

type Props = { explained: Explained; names: Readonly<Record<string, string>> };

/** What the decision rested on, as it was known at that moment. */
export function DecisionKnown({ explained: { row, read, sealedAt }, names }: Props) {
  const { subject, client, completed, applicationId } = read.signIn;
  const facts: Fact[] = [
    { term: "Asked for as", detail: <code>{read.askedFor}</code> },
    ...(subject ? aboutSubject(subject) : [{ term: "Subject", detail: "Not in the directory" }]),
    { term: "Application", detail: names[`application:${applicationId}`] ?? applicationId },
    {
      term: "Client",
      detail: [
        client.protocol === "modern" ? "can prompt" : `${protocolLabels[client.protocol]}, which cannot prompt`,
        client.ip ? `from ${client.ip}` : "address not known",
        `device ${client.device}${client.isKnownDevice ? ", known" : ""}`,
        client.country ?? "",
      ]
        .filter(Boolean)
        .join(", "),
    },
    {
      term: "Completed",
      detail: completed
        .map(({ method, completedAt, isVouched }) =>
          [methodWords(method), exact(completedAt), isVouched ? "at the identity provider" : ""]
            .filter(Boolean)
            .join(" "),
        )
        .join("; "),
    },
    {
      term: "Recorded as",
      detail: `Stream ${row.stream}, batch ${row.batch}, entry ${row.position}`,
    },
    { term: "Sealed", detail: sealedAt ? exactToMillisecond(sealedAt) : "within the next minute" },
    ...(read.requestId ? [{ term: "Request id", detail: <code>{read.requestId}</code> }] : []),
  ];
  return (
    <Card title="What was known">
      <Facts facts={facts} />
    </Card>
  );
}

function aboutSubject(subject: Subject): Fact[] {
  const { kind, groups, roles, factors, firstSignInAt, disabledAt, lockedUntil } = subject;
  return [
    { term: "Subject", detail: kind === "user" ? "Person" : "Service principal" },
    ...(disabledAt ? [{ term: "Barred", detail: exact(disabledAt) }] : []),
    ...(lockedUntil ? [{ term: "Locked until", detail: exact(lockedUntil) }] : []),
    { term: "Groups", detail: groups.join(", ") },
    { term: "Roles", detail: roles.join(", ") },
    {
      term: "Factors enrolled",
      detail: factors
        .map(({ kind: factor, remaining }) => factorLabels[factor] + (remaining === null ? "" : ` (${remaining} left)`))
        .join(", "),
    },
    ...(kind === "user" ? [{ term: "First sign-in", detail: firstSignInAt ? exact(firstSignInAt) : "this one" }] : []),
  ];
}
