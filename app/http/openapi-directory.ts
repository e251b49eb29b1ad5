import type { z } from "zod";
import { MfaResetProof, MfaResetWire } from "#app/auth/mfa-reset.ts";
import { directoryKinds, hasMembers, kindTexts } from "#app/directory/directory-kind.ts";
import {
  AccessWire,
  MemberListParams,
  MemberWire,
  NewObjectWire,
  NewUserWire,
  ObjectChangesWire,
  ObjectListParams,
  ObjectWire,
  PseudonymiseWire,
  UserChangesWire,
  UserListParams,
  UserWire,
} from "#app/directory/directory-wire.ts";
import { MembersWire } from "#app/directory/members-wire.ts";
import { SecuritySetting, SecurityWire } from "#app/directory/security-setting.ts";
import { ForceSkipForm } from "#app/register/force-skip.ts";
import { answered, body, idempotencyKey, input, output, ref, refusedAnswers } from "./openapi-parts.ts";

const read = { security: [{ token: ["read"] }] };
const write = { security: [{ token: ["directory"] }] };

const parametersOf = (schema: z.ZodObject) =>
  Object.entries(schema.shape).map(([name, field]) => ({
    name,
    in: "query",
    required: false,
    schema: input(field as z.ZodType), // cast: a shape holds schemas
  }));
const inPath = (name: string, description: string) => ({
  name,
  in: "path",
  required: true,
  description,
  schema: { type: "string" },
});

const page = (items: unknown, more: Record<string, unknown> = {}) => ({
  type: "object",
  required: ["data", "next_cursor", ...Object.keys(more)],
  properties: {
    data: { type: "array", items },
    next_cursor: { type: ["string", "null"], description: "Send it as `cursor`; null at the end." },
    ...more,
  },
});
const isCut = {
  is_cut: { type: "boolean", description: "Whether the search finds more than 1,000, of which these are a part." },
};

const person = inPath("id", "The person's id, or their user name.");

const userPaths = {
  "/api/v1/users": {
    get: {
      operationId: "listUsers",
      summary: "List people by user name, or search for them",
      ...read,
      parameters: parametersOf(UserListParams),
      responses: { "200": answered("A page of people.", page(ref("User"), isCut)), ...refusedAnswers },
    },
    post: {
      operationId: "addUser",
      summary: "Add a person, who gets no role in the register and no way into it",
      ...write,
      parameters: [idempotencyKey],
      requestBody: body(input(NewUserWire)),
      responses: { "201": answered("The person.", ref("User")), ...refusedAnswers },
    },
  },
  "/api/v1/users/{id}/pseudonymise": {
    parameters: [person],
    post: {
      operationId: "pseudonymiseUser",
      summary: "Take who a disabled person was out of the register, for good; needs the scope approve as well",
      security: [{ token: ["directory", "approve"] }],
      parameters: [idempotencyKey],
      requestBody: body(input(PseudonymiseWire)),
      responses: { "200": answered("The person, as they are known now.", ref("User")), ...refusedAnswers },
    },
  },
  "/api/v1/users/{id}/reset-mfa": {
    parameters: [person],
    post: {
      operationId: "resetMfa",
      summary: "Take all factors of somebody else away, on proof that it is them; needs the scope approve as well",
      security: [{ token: ["directory", "approve"] }],
      parameters: [idempotencyKey],
      requestBody: body(input(MfaResetProof)),
      responses: { "200": answered("What ended with them.", output(MfaResetWire)), ...refusedAnswers },
    },
  },
  "/api/v1/users/{id}/access": {
    parameters: [person],
    put: {
      operationId: "setAccessEnd",
      summary: "Move the end of an auditor’s access; needs the scope approve as well",
      security: [{ token: ["directory", "approve"] }],
      parameters: [idempotencyKey],
      requestBody: body(input(AccessWire)),
      responses: { "200": answered("The person.", ref("User")), ...refusedAnswers },
    },
    delete: {
      operationId: "endAccess",
      summary: "End an auditor’s access now, with their sessions and tokens; needs the scope approve as well",
      security: [{ token: ["directory", "approve"] }],
      responses: { "200": answered("The person.", ref("User")), ...refusedAnswers },
    },
  },
  "/api/v1/users/{id}/unlock": {
    parameters: [person],
    post: {
      operationId: "unlockUser",
      summary: "Open an account that wrong tries have closed; needs the scope approve as well",
      security: [{ token: ["directory", "approve"] }],
      parameters: [idempotencyKey],
      responses: { "200": answered("The person.", ref("User")), ...refusedAnswers },
    },
  },
  "/api/v1/users/{id}/skip-mfa": {
    parameters: [person],
    post: {
      operationId: "skipMfa",
      summary: "Let somebody do without MFA for a day at most, as an emergency; needs the scope approve as well",
      security: [{ token: ["directory", "approve"] }],
      parameters: [idempotencyKey],
      requestBody: body(input(ForceSkipForm)),
      responses: { "201": answered("The exception, in force.", ref("Exception")), ...refusedAnswers },
    },
  },
  "/api/v1/users/{id}": {
    parameters: [person],
    get: {
      operationId: "readUser",
      summary: "Read one person",
      ...read,
      responses: { "200": answered("The person.", ref("User")), ...refusedAnswers },
    },
    patch: {
      operationId: "changeUser",
      summary: "Change what is sent; disabling ends sessions and tokens at once",
      ...write,
      parameters: [idempotencyKey],
      requestBody: body(input(UserChangesWire)),
      responses: { "200": answered("The person.", ref("User")), ...refusedAnswers },
    },
  },
};

/** The same for each kind of object. */
function objectPaths(kind: (typeof directoryKinds)[number]) {
  const { path, one, many } = kindTexts[kind];
  const [thing, things] = [one.toLowerCase(), many.toLowerCase()];
  const name = one.replace(/ (.)/, (_space, letter: string) => letter.toUpperCase());
  const id = inPath("id", `The id of the ${thing}.`);
  const found = { "200": answered(`The ${thing}.`, ref("DirectoryObject")), ...refusedAnswers };
  return {
    [`/api/v1/${path}`]: {
      get: {
        operationId: `list${name}s`,
        summary: `List ${things} by name, or search for them`,
        ...read,
        parameters: parametersOf(ObjectListParams),
        responses: { "200": answered(`A page of ${things}.`, page(ref("DirectoryObject"), isCut)), ...refusedAnswers },
      },
      post: {
        operationId: `add${name}`,
        summary: `Add a ${thing}`,
        ...write,
        parameters: [idempotencyKey],
        requestBody: body(input(NewObjectWire)),
        responses: { "201": answered(`The ${thing}.`, ref("DirectoryObject")), ...refusedAnswers },
      },
    },
    [`/api/v1/${path}/{id}`]: {
      parameters: [id],
      get: { operationId: `read${name}`, summary: `Read one ${thing}`, ...read, responses: found },
      patch: {
        operationId: `change${name}`,
        summary: "Change what is sent, or disable it",
        ...write,
        parameters: [idempotencyKey],
        requestBody: body(input(ObjectChangesWire)),
        responses: found,
      },
    },
    ...(hasMembers(kind) && membershipPaths({ path, name, thing })),
  };
}

function membershipPaths({ path, name, thing }: { path: string; name: string; thing: string }) {
  const id = inPath("id", `The id of the ${thing}.`);
  const membership = answered("Whether they are a member now, and whether that is new.", {
    type: "object",
    required: ["user_id", "is_member", "is_changed"],
    properties: { user_id: { type: "string" }, is_member: { type: "boolean" }, is_changed: { type: "boolean" } },
  });
  return {
    [`/api/v1/${path}/{id}/members`]: {
      parameters: [id],
      get: {
        operationId: `list${name}Members`,
        summary: `List who is in the ${thing}: by user name, or by id where there are more than 1,000`,
        ...read,
        parameters: parametersOf(MemberListParams),
        responses: { "200": answered("A page of people.", page(output(MemberWire))), ...refusedAnswers },
      },
    },
    [`/api/v1/${path}/{id}/members/{user}`]: {
      parameters: [id, { ...person, name: "user" }],
      put: {
        operationId: `add${name}Member`,
        summary: `Put somebody into the ${thing}`,
        ...write,
        responses: { "200": membership, ...refusedAnswers },
      },
      delete: {
        operationId: `remove${name}Member`,
        summary: `Take somebody out of the ${thing}`,
        ...write,
        responses: { "200": membership, ...refusedAnswers },
      },
    },
  };
}

const workspace = inPath("id", "The workspace of the token, by id or short name.");

const workspacePaths = {
  "/api/workspaces/{id}/members": {
    get: {
      operationId: "listMembers",
      summary: "List everybody in one answer, with who gets in without the identity provider",
      ...read,
      parameters: [
        workspace,
        { name: "sso_required", in: "query", required: false, schema: { type: "string", enum: ["true", "false"] } },
      ],
      responses: { "200": answered("Everybody.", output(MembersWire)), ...refusedAnswers },
    },
  },
  "/api/workspaces/{id}/security": {
    patch: {
      operationId: "changeSecurity",
      summary: "Say of whom MFA is required, and how long people have to enrol",
      security: [{ token: ["policy"] }],
      parameters: [workspace, idempotencyKey],
      requestBody: body(input(SecuritySetting)),
      responses: {
        "200": answered("It is in force.", output(SecurityWire)),
        "202": answered(
          "It weakens, and waits for a second admin; the answer says what is in force.",
          output(SecurityWire),
        ),
        ...refusedAnswers,
      },
    },
  },
};

/** The directory, for the description of the whole interface. */
export const directoryPaths = {
  ...userPaths,
  ...Object.fromEntries(directoryKinds.flatMap((kind) => Object.entries(objectPaths(kind)))),
  ...workspacePaths,
};

export const directorySchemas = { User: output(UserWire), DirectoryObject: output(ObjectWire) };
