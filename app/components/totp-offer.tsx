import type { QrCode } from "#app/auth/qr-code.server.ts";

type Props = { challengeId: string; secret: string; qr: QrCode };

/** A secret for an authenticator app: as a QR code for the phone beside the screen, as text for the one in the hand. */
export function TotpOffer({ challengeId, secret, qr: { size, path } }: Props) {
  return (
    <div className="field">
      <span className="label">Authenticator app</span>
      <span className="hint">Scan this with the app, or type the key into it.</span>
      <svg
        className="qr"
        viewBox={`0 0 ${size} ${size}`}
        role="img"
        aria-label="QR code of the key below"
        shapeRendering="crispEdges"
      >
        <rect width={size} height={size} fill="#fff" />
        <path d={path} fill="#000" />
      </svg>
      <p>
        Key: <code>{secret.match(/.{1,4}/g)?.join(" ")}</code>
      </p>
      <input type="hidden" name="challenge" value={challengeId} />
    </div>
  );
}
