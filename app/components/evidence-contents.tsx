import { Link } from "@remix-run/react";
import { Card } from "./card.tsx";
import { CodeBlock } from "./code-block.tsx";
import { Facts } from "./facts.tsx";

/** What an evidence pack has in it, and how whoever gets it checks it. */
export function EvidenceContents({ vkey }: { vkey: string | null }) {
  return (
    <>
      <Card title="What is in a pack">
        <Facts
          facts={[
            { term: "Register", detail: "as it stood at the end of the period, and which records were touched in it" },
            {
              term: "Approvals",
              detail:
                "a memo for each exception that was in force: who agreed to which content; its worksheets, where it has some",
            },
            {
              term: "Audit log",
              detail: "from its first row to the end of the period, each row chained to the one before",
            },
            { term: "Decisions", detail: "the sign-ins of the period, in batches that are chained as well" },
            { term: "Beside it", detail: "reviews, break-glass, key figures, and a POA&M in OSCAL" },
            { term: "Proof", detail: "checkpoints, public keys, and a manifest of SHA-256 hashes, signed" },
            { term: "README.txt", detail: "what it proves and what it does not, in plain words" },
          ]}
        />
      </Card>
      <Card title="How to verify one">
        <div className="stack">
          <p>On any machine, without this server and its database:</p>
          <CodeBlock label="command">{`mfa-register verify evidence-pack.zip --key '${vkey ?? "KEY"}'`}</CodeBlock>
          <p className="hint">
            The key is the one that <Link to="/checkpoints">Checkpoints</Link> shows. Give it to whoever verifies on
            another way than the pack: without it, a pack proves only that it fits together.
          </p>
        </div>
      </Card>
    </>
  );
}
