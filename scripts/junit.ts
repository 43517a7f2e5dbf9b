/** What a test runner counted. */
export interface Counts {
  passed: number;
  failed: number;
}

/** Counts the test cases of a JUnit report. Skipped ones are neither passed nor failed. */
export function countTests(xml: string): Counts {
  let [passed, failed] = [0, 0];
  // Everything between one opening tag and the next one, failure texts included; `<` is escaped in those.
  for (const testCase of xml.split(/<testcase\b/).slice(1)) {
    if (/<(failure|error)\b/.test(testCase)) failed++;
    else if (!/<skipped\b/.test(testCase)) passed++;
  }
  return { passed, failed };
}
