// The part of Node that tests use: its own types would bring all of Node into
// the pages.

declare module "node:test" {
  export interface Running {
    after(undo: () => void): void;
  }
  export function test(name: string, run: (test: Running) => void | Promise<void>): void;
  export default test;
}

declare module "node:assert/strict" {
  const assert: {
    (value: unknown, message?: string): void;
    equal(actual: unknown, expected: unknown, message?: string): void;
    match(actual: string, expected: RegExp, message?: string): void;
    deepEqual(actual: unknown, expected: unknown, message?: string): void;
  };
  export default assert;
}
