import manifest from "../package.json" with { type: "json" };

/** The version of tstrace, as `package.json` has it. */
export const version: string = manifest.version;
