import { useSubmit } from "@remix-run/react";
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from "@simplewebauthn/browser";
import { Fingerprint } from "lucide-react";
import { type MouseEvent, type ReactNode, useEffect, useState } from "react";

type Props = {
  /** Where the browser gets what to ask the authenticator; a POST carries `fields` as JSON. */
  ask: { get: string } | { post: string };
  /** What the form is sent as, with the authenticator's answer in the field `answer`. */
  intent: string;
  /** Fields that the key is made with; they have to be filled in first, so that none is made for nothing. */
  fields?: readonly string[] | undefined;
  isPrimary?: boolean | undefined;
  isWide?: boolean | undefined;
  children: ReactNode;
};

/** Asks the authenticator and sends its answer with the form that the button is in. Needs JavaScript, and says so. */
export function PasskeyButton({ ask, intent, fields = [], isPrimary = false, isWide = true, children }: Props) {
  const submit = useSubmit();
  const [canAsk, setCanAsk] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  useEffect(() => setCanAsk(typeof PublicKeyCredential === "function"), []);

  async function use({ currentTarget: { form } }: MouseEvent<HTMLButtonElement>) {
    if (!form) return;
    const inputs = fields
      .map((name) => form.elements.namedItem(name))
      .filter((field) => field instanceof HTMLInputElement);
    if (!inputs.every((input) => input.reportValidity())) return;
    setFault(null);
    const sent = new FormData(form);
    try {
      const given = Object.fromEntries(inputs.map(({ name, value }) => [name, value]));
      sent.set("answer", JSON.stringify(await answerOf(ask, given)));
    } catch (caught) {
      setFault(
        caught instanceof Unanswered ? caught.message : "No passkey was used. Try again, or choose another way.",
      );
      return;
    }
    sent.set("intent", intent);
    submit(sent, { method: "post" });
  }

  return (
    <>
      <button
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

/** The server would not ask; its sentence says why. */
class Unanswered extends Error {}

async function answerOf(ask: Props["ask"], given: Record<string, string>): Promise<unknown> {
  const { startAuthentication, startRegistration } = await import("@simplewebauthn/browser");
  if ("get" in ask)
    return startAuthentication({ optionsJSON: await optionsOf<PublicKeyCredentialRequestOptionsJSON>(ask.get) });
  const init = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(given) };
  return startRegistration({ optionsJSON: await optionsOf<PublicKeyCredentialCreationOptionsJSON>(ask.post, init) });
}

async function optionsOf<Options>(url: string, init: RequestInit = {}): Promise<Options> {
  const response = await fetch(url, init);
  const body = await response.json();
  if (!response.ok) throw new Unanswered(String(body.detail));
  return body as Options; // of our own endpoint
}
