import type { PolicyChange } from "#app/policy/policy-difference.ts";
import { Card } from "./card.tsx";
import { PolicyChanges } from "./policy-changes.tsx";
import { dateOf } from "./relative-time.ts";

type Version = { version: number; reason: string; author: string | null; createdAt: string; changes: PolicyChange[] };

/** Every version, each with what it changed of the one before. */
export function CategoryVersions({ versions }: { versions: readonly Version[] }) {
  return (
    <Card title="Versions" aside={String(versions.length)}>
      <ol className="stack">
        {versions.map(({ version, reason, author, createdAt, changes }) => (
          <li key={version}>
            <strong>Version {version}</strong> of <time dateTime={createdAt}>{dateOf(createdAt)}</time>
            <span className="two">
              {reason}
              {author && ` (${author})`}
            </span>
            {changes.length > 0 && (
              <details>
                <summary>What it changed</summary>
                <PolicyChanges caption={`What version ${version} changed`} changes={changes} />
              </details>
            )}
          </li>
        ))}
      </ol>
    </Card>
  );
}
