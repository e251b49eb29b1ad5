import { randomBytes } from "node:crypto";

const alphabet = "0123456789abcdefghjkmnpqrstvwxyz";

/** Returns a new id such as usr_3k9…: the kind, then 100 random bits in Crockford's base 32. */
export function newId(
  kind:
    | "ws"
    | "usr"
    | "fac"
    | "chl"
    | "tok"
    | "inv"
    | "msg"
    | "pol"
    | "rpl"
    | "svw"
    | "ctl"
    | "chk"
    | "cmp"
    | "del"
    | "cmt"
    | "att"
    | "oat"
    | "ocu"
    | "oau"
    | "txt"
    | "rot"
    | "fnd"
    | "drl"
    | "pwr"
    | "idp"
    | "whk"
    | "rep"
    | "run"
    | "sig"
    | "exp"
    | "ver",
): string {
  let id = "";
  for (const byte of randomBytes(20)) id += alphabet[byte & 31];
  return `${kind}_${id}`;
}
