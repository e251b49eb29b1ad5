import { CircleCheck, CircleX } from "lucide-react";
import { Badge } from "./badge.tsx";
import { Card } from "./card.tsx";
import { CodeBlock } from "./code-block.tsx";
import { CopyButton } from "./copy-button.tsx";
import { Facts } from "./facts.tsx";

type KeptText = { id: string; sha256: string; salt: string | null; text: string | null };

type Props = {
  event: { seq: number; prevHash: string; hash: string };
  /** What the hash is over. */
  hashed: string;
  isWhole: boolean;
  /** Whether the row after it names its hash; null for the newest. */
  isFollowed: boolean | null;
  texts: readonly KeptText[];
};

/** Where an event stands in the chain, and how anybody can redo its hash. */
export function EventChain({ event: { seq, prevHash, hash }, hashed, isWhole, isFollowed, texts }: Props) {
  return (
    <Card title="Its place in the chain" aside={<Whole isWhole={isWhole} isFollowed={isFollowed} />}>
      <div className="stack">
        <Facts
          facts={[
            { term: "Position", detail: `No. ${seq}` },
            { term: "Hash before", detail: <Hash hash={prevHash} label="the hash before" /> },
            { term: "Own hash", detail: <Hash hash={hash} label="its own hash" /> },
            { term: "Followed by", detail: followedBy(isFollowed) },
          ]}
        />
        <p>
          The hash is SHA-256 over the line below, byte for byte: the hash before, workspace, number, time, event, who,
          about what, and the data as it was stored. With the line in a file without a newline at its end,{" "}
          <code>sha256sum</code> prints the row’s own hash.
        </p>
        <CodeBlock label="the hashed line">{hashed}</CodeBlock>
        {texts.length > 0 && <Texts texts={texts} />}
      </div>
    </Card>
  );
}

function followedBy(isFollowed: boolean | null): string {
  if (isFollowed === null) return "nothing yet; the head of the log remembers its hash";
  return isFollowed ? "a row that names this hash" : "a row that names another hash";
}

function Whole({ isWhole, isFollowed }: Pick<Props, "isWhole" | "isFollowed">) {
  return isWhole && isFollowed !== false ? (
    <Badge tone="good" icon={CircleCheck}>
      Hash agrees
    </Badge>
  ) : (
    <Badge tone="danger" icon={CircleX}>
      Does not follow
    </Badge>
  );
}

function Hash({ hash, label }: { hash: string; label: string }) {
  return (
    <>
      <code className="break-all">{hash}</code> <CopyButton text={hash} label={`Copy ${label}`} />
    </>
  );
}

/** What names people lies beside the chain, so that it can be taken away without breaking it. */
function Texts({ texts }: { texts: readonly KeptText[] }) {
  return (
    <details>
      <summary>Names that are kept beside the row ({texts.length})</summary>
      <p className="small muted">
        The row holds a commitment to each: SHA-256 over its salt, a zero byte and the text. A text that was taken away
        with its person leaves the commitment standing.
      </p>
      <Facts
        isTight
        facts={texts.map(({ id, sha256, salt, text }) => ({
          term: id,
          detail:
            text === null ? (
              "taken away"
            ) : (
              <>
                {text}
                <br />
                <code className="break-all">salt {salt}</code>
                <br />
                <code className="break-all">{sha256}</code>
              </>
            ),
        }))}
      />
    </details>
  );
}
