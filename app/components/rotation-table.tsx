import { CircleCheck, CircleX, Clock } from "lucide-react";
import type { RotationView } from "#app/break-glass/rotation-views.server.ts";
import { Badge } from "./badge.tsx";
import { Card } from "./card.tsx";
import { exact } from "./relative-time.ts";
import { causeLabels } from "./rotation-words.ts";
import { TableBox } from "./table-box.tsx";
import { When } from "./when.tsx";

/** The rotations of one secret, each with who did and who attested it. */
export function RotationTable({ rotations, now }: { rotations: readonly RotationView[]; now: string }) {
  if (rotations.length === 0)
    return (
      <Card title="Rotations">
        <p className="small muted">None is on record.</p>
      </Card>
    );
  return (
    <Card title="Rotations" isFlush>
      <TableBox label="Rotations">
        <table className="dense">
          <caption className="sr">Rotations, the latest first</caption>
          <thead>
            <tr>
              <th scope="col">When</th>
              <th scope="col">By</th>
              <th scope="col">Attested by</th>
              <th scope="col">Outcome</th>
              <th scope="col" className="off-phone">
                Reference
              </th>
            </tr>
          </thead>
          <tbody>
            {rotations.map((rotation) => (
              <tr key={rotation.id}>
                <th scope="row">
                  <When at={rotation.rotatedAt} now={now} />
                </th>
                <td>
                  {rotation.operator}
                  <span className="two">{causeLabels[rotation.cause]}</span>
                </td>
                <td>
                  {rotation.attestor ?? "–"}
                  {rotation.attestedAt && <span className="two">{exact(rotation.attestedAt)}</span>}
                </td>
                <td>
                  <Outcome rotation={rotation} />
                  {rotation.attestationNote && <span className="two">{rotation.attestationNote}</span>}
                </td>
                <td className="off-phone">
                  {rotation.reference}
                  {rotation.note && <span className="two">{rotation.note}</span>}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableBox>
    </Card>
  );
}

function Outcome({ rotation: { outcome, attestation } }: { rotation: RotationView }) {
  const [tone, icon, word] = wordOf(outcome, attestation);
  return (
    <Badge tone={tone} icon={icon} isBare>
      {word}
    </Badge>
  );
}

function wordOf(outcome: RotationView["outcome"], attestation: RotationView["attestation"]) {
  if (outcome === "failed") return ["danger", CircleX, "Failed"] as const;
  if (attestation === null) return ["info", Clock, "Waits to be attested"] as const;
  return attestation === "confirmed"
    ? (["good", CircleCheck, "Confirmed"] as const)
    : (["danger", CircleX, "Not confirmed"] as const);
}
