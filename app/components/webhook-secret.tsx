import { Banner } from "./banner.tsx";
import { CodeBlock } from "./code-block.tsx";

/** The one time that a secret is shown. Chats know nothing of signatures, so for them there is none to show. */
export function WebhookSecret({ secret, isSigned }: { secret: string | null; isSigned: boolean }) {
  if (secret === null || !isSigned) return null;
  return (
    <Banner tone="good">
      <p>
        <strong>Copy the secret now.</strong> It is stored encrypted and cannot be shown again. The receiver checks with
        it that messages are ours.
      </p>
      <CodeBlock label="secret">{secret}</CodeBlock>
    </Banner>
  );
}
