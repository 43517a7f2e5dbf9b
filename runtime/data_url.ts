/** What a `data:` URL of a module holds. */
export interface DataModule {
  text: string;
  typescript: boolean;
  jsx: boolean;
}

const SCRIPT = /^(?:text|application)\/(?:x-)?(?:java|ecma|type)script$|^text\/[jt]sx$/;

/** The module in a `data:` URL; undefined where it holds none, or not as it should. */
export function dataModule(url: string): DataModule | undefined {
  const comma = url.indexOf(",");
  if (!url.startsWith("data:") || comma < 0) return undefined;
  const [type, ...parameters] = url.slice("data:".length, comma).split(";").map((part) => part.trim().toLowerCase());
  if (!SCRIPT.test(type)) return undefined;
  try {
    const body = decodeURIComponent(url.slice(comma + 1).replace(/#.*$/s, ""));
    const base64 = parameters.includes("base64");
    const text = base64 ? new TextDecoder().decode(Uint8Array.from(atob(body), (char) => char.charCodeAt(0))) : body;
    return { text, ...scriptType(type) };
  } catch {
    return undefined;
  }
}

/** What a media type tells of a script's syntax. */
export function scriptType(type: string): { typescript: boolean; jsx: boolean } {
  return { typescript: /typescript|\/tsx/.test(type), jsx: /\/[jt]sx/.test(type) };
}
