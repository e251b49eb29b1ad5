import { useNavigation, useSubmit } from "@remix-run/react";
import { Fingerprint } from "lucide-react";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { type Ask, askAuthenticator, offerInAutofill, Unanswered } from "./ask-authenticator.ts";

type Props = {
  ask: Ask;
  /** What the form is sent as, with the authenticator's answer in the field `answer`. */
  intent: string;
  /** Fields that the key is made with; they have to be filled in first, so that none is made for nothing. */
  fields?: readonly string[] | undefined;
  /** Whether passkeys are offered in the page's name field, too, before anybody presses the button. */
  isInAutofill?: boolean | undefined;
  isPrimary?: boolean | undefined;
  isWide?: boolean | undefined;
  children: ReactNode;
};

/** Asks the authenticator and sends its answer with the form that the button is in. Needs JavaScript, and says so. */
export function PasskeyButton({
  ask,
  intent,
  fields = [],
  isInAutofill = false,
  isPrimary = false,
  isWide = true,
  children,
}: Props) {
  const button = useRef<HTMLButtonElement>(null);
  const submit = useSubmit();
  const [canAsk, setCanAsk] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  useEffect(() => setCanAsk(typeof PublicKeyCredential === "function"), []);

  function send(answer: unknown) {
    const form = button.current?.form;
    if (!form) return;
    const sent = new FormData(form);
    sent.set("answer", JSON.stringify(answer));
    sent.set("intent", intent);
    submit(sent, { method: "post" });
  }
  const autofill = useAutofill(isInAutofill && "get" in ask ? ask.get : null, send);

  async function use() {
    const inputs = fields
      .map((name) => button.current?.form?.elements.namedItem(name))
      .filter((field) => field instanceof HTMLInputElement);
    if (!inputs.every((input) => input.reportValidity())) return;
    setFault(null);
    autofill.stop();
    try {
      send(await askAuthenticator(ask, Object.fromEntries(inputs.map(({ name, value }) => [name, value]))));
    } catch (caught) {
      setFault(
        caught instanceof Unanswered ? caught.message : "No passkey was used. Try again, or choose another way.",
      );
      autofill.begin();
    }
  }

  return (
    <>
      <button
        ref={button}
        className={`btn${isPrimary ? " primary" : ""}${isWide ? " wide" : ""}`}
        type="button"
        disabled={!canAsk}
        onClick={use}
      >
        <Fingerprint aria-hidden="true" /> {children}
      </button>
      <p className="error" role="alert" hidden={fault === null}>
        {fault}
      </p>
      <noscript>
        <p className="hint">Passkeys need JavaScript.</p>
      </noscript>
    </>
  );
}

/** Keeps passkeys on offer in the browser's autofill while nothing is sent; one thing can be asked of it at a time. */
function useAutofill(url: string | null, use: (answer: unknown) => void) {
  const isIdle = useNavigation().state === "idle";
  const latest = useRef(use);
  latest.current = use;
  const end = useRef<() => void>(undefined);
  const stop = () => end.current?.();
  const begin = () => {
    if (url !== null) end.current = offerInAutofill(url, (answer) => latest.current(answer));
  };
  // biome-ignore lint/correctness/useExhaustiveDependencies: it begins anew for another address, and when a form came back
  useEffect(() => {
    if (isIdle) begin();
    return stop;
  }, [url, isIdle]);
  return { begin, stop };
}
