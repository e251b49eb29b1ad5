import type { Category } from "#app/register/category.ts";
import { Card } from "./card.tsx";

/** Who will see what was written, said before it is handed in. */
export function WhoReads({ category, isForAnother }: { category: Category; isForAnother: boolean }) {
  return (
    <Card title="Who will read this">
      <div className="stack small">
        <p>
          Its owner, whoever it is about, and everybody with a role in the register: approvers, implementers, admins and
          auditors. It stays for good.
        </p>
        {category.reasonIsPrivate && (
          <p>
            <b>Why it is needed</b> is shown to approvers and to you only.
          </p>
        )}
        {isForAnother && <p>Whom you file it for is told by mail when you submit it.</p>}
      </div>
    </Card>
  );
}
