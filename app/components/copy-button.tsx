import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";

/** Copies a text. Copying needs JavaScript, so the button appears with it; the text itself stands beside. */
export function CopyButton({ text, label }: { text: string; label: string }) {
  const [canCopy, setCanCopy] = useState(false);
  const [isCopied, setIsCopied] = useState(false);
  // The clipboard is there only where the page is secure.
  useEffect(() => setCanCopy("clipboard" in navigator), []);

  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setIsCopied(true);
    } catch {
      setIsCopied(false); // refused by the browser: the text can still be selected
    }
  }

  if (!canCopy) return null;
  return (
    <>
      <button className="btn plain icon small" type="button" aria-label={label} onClick={() => void copy()}>
        {isCopied ? <Check aria-hidden="true" /> : <Copy aria-hidden="true" />}
      </button>
      <span className="sr" role="status">
        {isCopied && "Copied"}
      </span>
    </>
  );
}
