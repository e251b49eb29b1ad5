import { TriangleAlert } from "lucide-react";
import { hasOnlyCodes } from "#app/directory/has-only-codes.ts";
import type { FactorKind } from "#app/engine/types.ts";
import { factorLabels } from "#app/register/describe.ts";
import { Badge } from "./badge.tsx";
import { Card } from "./card.tsx";
import { TableBox } from "./table-box.tsx";
import { When } from "./when.tsx";

type Factor = {
  kind: FactorKind;
  label: string;
  createdAt: string;
  lastUsedAt: string | null;
  remaining: number | null;
  /** Who made the authenticator, where its browser tells. */
  model: string | null;
};

/** What somebody has enrolled and can sign in with. */
export function UserFactors({ factors, now }: { factors: readonly Factor[]; now: string }) {
  if (factors.length === 0)
    return (
      <Card title="Factors">
        <p className="small muted">Nothing is enrolled.</p>
      </Card>
    );
  return (
    <Card title="Factors" aside={hasOnlyCodes(factors) ? <CodesOnly /> : null} isFlush>
      <TableBox label="Factors">
        <table className="dense">
          <thead>
            <tr>
              <th scope="col">Factor</th>
              <th scope="col">Enrolled</th>
              <th scope="col">Last used</th>
            </tr>
          </thead>
          <tbody>
            {factors.map(({ kind, label, createdAt, lastUsedAt, remaining, model }) => (
              <tr key={`${kind} ${label} ${createdAt}`}>
                <th scope="row">
                  {label}
                  <span className="two">
                    {factorLabels[kind]}
                    {remaining !== null && `, ${remaining} left`}
                    {model !== null && ` · ${model}`}
                  </span>
                </th>
                <td>
                  <When at={createdAt} now={now} />
                </td>
                <td>{lastUsedAt ? <When at={lastUsedAt} now={now} /> : <span className="muted">never</span>}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableBox>
    </Card>
  );
}

/** Codes run out, and whoever has nothing else stands before the enrolment page then. */
function CodesOnly() {
  return (
    <Badge tone="caution" icon={TriangleAlert}>
      Recovery codes only
    </Badge>
  );
}
