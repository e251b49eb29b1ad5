import type { SecretBox } from "#app/auth/secret-box.server.ts";

/** A link that lets somebody in, or sets a password, is sealed for as long as it waits. */
export function withOpenLink(
  { sealedUrl, ...data }: Record<string, string>,
  secrets: SecretBox,
): Record<string, string> {
  return sealedUrl === undefined ? data : { ...data, url: secrets.open(sealedUrl) };
}
