import { groupedCode, recoveryCodesFile } from "#app/auth/recovery-code.ts";
import { CopyButton } from "./copy-button.tsx";
import { useScripted } from "./use-scripted.ts";

type Props = { codes: readonly string[]; owner: { workspace: string; userName: string } };

/** New codes, to be copied, downloaded or printed: the one time that they are there. */
export function RecoveryCodes({ codes, owner }: Props) {
  const isScripted = useScripted();
  const shown = codes.map(groupedCode);
  const file = recoveryCodesFile(shown, owner);
  return (
    <>
      <ol className="recovery-codes" aria-label="Recovery codes">
        {shown.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ol>
      <p className="row">
        {/* The file is in the page itself: an address from which it came could be asked again. */}
        <a
          className="btn"
          href={`data:text/plain;charset=utf-8,${encodeURIComponent(file)}`}
          download="mfa-register-recovery-codes.txt"
        >
          Download
        </a>
        {isScripted && (
          <button className="btn" type="button" onClick={() => window.print()}>
            Print
          </button>
        )}
        <CopyButton text={shown.join("\n")} label="Copy all codes" />
      </p>
    </>
  );
}
