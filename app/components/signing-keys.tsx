import type { KeyView } from "#app/checkpoints/checkpoints-view.server.ts";
import { Card } from "./card.tsx";
import { CodeBlock } from "./code-block.tsx";
import { Facts } from "./facts.tsx";
import { exact } from "./relative-time.ts";

/** The key that a workspace signs with, for others to write down, and those before it. */
export function SigningKeys({ keys }: { keys: readonly KeyView[] }) {
  const [current, ...retired] = keys;
  return (
    <Card title="Key of this workspace">
      {current ? (
        <div className="stack">
          <p>Give this line to whoever is to verify what you sign, on another way than the files themselves.</p>
          <CodeBlock label="key">{current.vkey}</CodeBlock>
          <Facts
            facts={[
              { term: "Fingerprint", detail: <code className="break-all">{current.fingerprint}</code> },
              { term: "In use since", detail: exact(current.createdAt) },
            ]}
          />
          {retired.length > 0 && (
            <details>
              <summary>{retired.length === 1 ? "An earlier key" : `${retired.length} earlier keys`}</summary>
              <p className="hint">What they signed stays good; nobody can sign with them any more.</p>
              {retired.map(({ id, vkey, createdAt, retiredAt }) => (
                <div className="stack" key={id}>
                  <CodeBlock label={`key until ${retiredAt ? exact(retiredAt) : "now"}`}>{vkey}</CodeBlock>
                  <p className="hint">
                    {exact(createdAt)} to {retiredAt ? exact(retiredAt) : "now"}
                  </p>
                </div>
              ))}
            </details>
          )}
        </div>
      ) : (
        <p>It is made with the first checkpoint or evidence pack.</p>
      )}
    </Card>
  );
}
