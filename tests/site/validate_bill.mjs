// Prints what a bill of materials has wrong by the schema of CycloneDX, as a JSON list:
// node validate_bill.mjs BILL SCHEMA [OTHER_SCHEMAS]
// The schema refers to the others by the names of their files.
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { Ajv } from "ajv";

const read = (/** @type {string} */ path) => JSON.parse(readFileSync(path, "utf8"));
const [bill = "", main = "", ...others] = process.argv.slice(2);
const schema = read(main);
const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
for (const other of others) {
  ajv.addSchema({ ...read(other), $id: new URL(basename(other), schema.$id).href });
}
const validate = ajv.compile(schema);
validate(read(bill));
console.log(JSON.stringify(validate.errors ?? []));
