import type { SecretRow } from "#app/break-glass/secrets-view.server.ts";
import { Card } from "./card.tsx";
import { SecretTable } from "./secret-table.tsx";

/** The secrets that a record rests on, on its page; each has a page of its own, where it is replaced. */
export function RecordSecrets({ secrets }: { secrets: readonly SecretRow[] }) {
  if (secrets.length === 0) return null;
  return (
    <Card title="Secrets that rest on it" isFlush>
      <SecretTable rows={secrets} />
    </Card>
  );
}
