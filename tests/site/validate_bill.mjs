// Prints what a bill of materials has wrong by the schema of CycloneDX, as a JSON list:
// node validate_bill.mjs BILL SCHEMA [OTHER_SCHEMAS]
import { readFileSync } from "node:fs";
import { Ajv } from "ajv";

const [bill, schema, ...others] = process.argv.slice(2).map((path) => {
  return JSON.parse(readFileSync(path, "utf8"));
});
const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
for (const other of others) ajv.addSchema(other);
const validate = ajv.compile(schema);
validate(bill);
console.log(JSON.stringify(validate.errors ?? []));
