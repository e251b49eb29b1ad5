import { devicePostures, type Instant, methodNames, protocols } from "#app/engine/types.ts";
import { type EvaluationRequest, parseEvaluationRequest } from "#app/signins/evaluation-request.ts";
import { instantOf } from "./instant-of.ts";
import { WrongUse } from "./wrong-use.ts";

export type SignInOptions = {
  user?: string;
  service?: string;
  application: string;
  at?: string;
  ip?: string;
  device?: string;
  knownDevice?: true;
  protocol?: string;
  country?: string;
  method?: string[];
  userVerified?: true;
};

/**
 * Returns the sign-in that the options describe, read by the same rules as a request to the endpoint.
 * @throws WrongUse when an option has a value that does not exist; the endpoint takes such a value for the stricter one,
 * but somebody who typed it wants to know.
 */
export function signInOf(options: SignInOptions, started: Instant): { request: EvaluationRequest; now: Instant } {
  const { user, service, application, ip, device, protocol, country, method = ["password"] } = options;
  const now = options.at === undefined ? started : instantOf(options.at, "--at");
  const id = user ?? service;
  if (id === undefined) throw new WrongUse("name who signs in with --user or --service");
  oneOf("--device", devicePostures, device);
  oneOf("--protocol", protocols, protocol);
  for (const name of method) oneOf("--method", methodNames, name);
  const parsed = parseEvaluationRequest({
    subject: { type: service === undefined ? "user" : "service_principal", id },
    action: { name: "sign_in" },
    resource: { type: "application", id: application },
    context: {
      ip,
      device,
      device_known: options.knownDevice === true,
      protocol,
      country,
      completed_methods: method.map((name) => ({
        method: name,
        completed_at: now,
        user_verified: options.userVerified === true,
      })),
    },
  });
  if (!parsed.ok) throw new WrongUse(parsed.message);
  return { request: parsed.request, now };
}

function oneOf(option: string, known: readonly string[], given: string | undefined): void {
  if (given !== undefined && !known.includes(given)) throw new WrongUse(`${option} is one of ${known.join(", ")}`);
}
