/** A text as a literal of the filter, in these quotes. */
export function quoteText(text: string, quote: "'" | '"' = "'"): string {
  const other = quote === "'" ? '"' : "'";
  // A single backslash at the end, or before the quote, would take the quote's meaning away.
  const mark = text.includes(quote) && !text.includes(other) ? other : quote;
  return `${mark}${text.replaceAll(mark, mark + mark)}${mark}`;
}

/** A key of a path behind its dot or in its brackets. */
export function quoteKey(key: string): string {
  return /^[\p{ID_Start}$_#][\p{ID_Continue}$]*$/u.test(key) || /^\d+$/.test(key) ? key : quoteText(key, '"');
}
