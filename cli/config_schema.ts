import type { Setting } from "./settings.ts";

/** The JSON schema of `tstrace.config.json`, for editors: made of the definitions of the options. */
export function configSchema(settings: readonly Setting[]): Record<string, unknown> {
  const sections = [...new Set(settings.map(({ section }) => section))].filter((section) => section !== "");
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Settings of tstrace",
    description: "tstrace.config.json, or the key tstrace in deno.json or package.json",
    type: "object",
    additionalProperties: false,
    properties: {
      $schema: { type: "string" },
      ...propertiesOf(settings, ""),
      ...Object.fromEntries(sections.map((section) => [section, {
        description: `Options of tstrace ${section}`,
        type: "object",
        additionalProperties: false,
        properties: propertiesOf(settings, section),
      }])),
    },
  };
}

function propertiesOf(settings: readonly Setting[], section: string): Record<string, unknown> {
  return Object.fromEntries(
    settings.filter((setting) => setting.section === section).map(({ key, option, schema, variable }) => {
      const { format, ...rest } = schema;
      const relative = format === undefined ? "" : ", relative to this file";
      const [name] = option.flags.split(/[ ,]+/).filter((word) => word.startsWith("--"));
      const preset = option.negate ? true : option.defaultValue;
      const standard = preset === undefined ? {} : { default: preset };
      const meaning = option.negate ? `false: ${option.description}` : option.description;
      const description = `${meaning}${relative} (${name}, ${variable})`;
      return [key, { description, ...rest, ...(section === "" || key !== "db" ? standard : {}) }];
    }),
  );
}
