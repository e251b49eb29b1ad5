import { readFileSync } from "node:fs";
import { Ajv, type ErrorObject } from "ajv";
import addFormats from "ajv-formats";

const published = new URL("../fixtures/oscal/oscal_poam_schema-1.2.0.json", import.meta.url);

/** Returns what NIST's schema has against a document; nothing where it is valid. */
export function faultsIn(document: unknown): ErrorObject[] {
  validate(document);
  return validate.errors ?? [];
}

const validate = compiled();

function compiled() {
  const { $id: _name, ...schema } = JSON.parse(readFileSync(published, "utf8"));
  // Each definition's own name looks like a place in the schema, and would be found twice.
  for (const definition of Object.values<{ $id?: string }>(schema.definitions)) delete definition.$id;
  const ajv = new Ajv({ strict: false, allErrors: true });
  addFormats.default(ajv);
  return ajv.compile(schema);
}
